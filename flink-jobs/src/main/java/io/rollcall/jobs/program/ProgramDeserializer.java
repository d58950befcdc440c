package io.rollcall.jobs.program;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the programs topic; whether a record is a program is for the operator to say. */
public final class ProgramDeserializer implements KafkaRecordDeserializationSchema<ProgramMessage> {
    private static final long serialVersionUID = 1;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ProgramMessage> out) {
        out.collect(new ProgramMessage(record.partition(), record.offset(), record.key(), record.value()));
    }

    @Override
    public TypeInformation<ProgramMessage> getProducedType() {
        return ProgramMessageSerializer.TYPE;
    }
}
