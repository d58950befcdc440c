package io.rollcall;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The engine's invariants (docs/ARCHITECTURE.md). */
@AnalyzeClasses(packages = "io.rollcall", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule KNOWS_NOTHING_OF_WHERE_IT_RUNS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "co.elastic..", "org.apache.avro..")
            .because("the live job, the replay and the tests run the same engine");

    @ArchTest
    static final ArchRule READS_NO_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callMethod(java.time.OffsetDateTime.class, "now")
            .orShould()
            .callConstructor(java.util.Date.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class)
            .because("time is an argument");

    @ArchTest
    static final ArchRule DOES_NO_IO = noClasses()
            .that()
            .resideOutsideOfPackage("io.rollcall.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.File")
            .because("an evaluation is a function; only the replay reads and writes files");

    @ArchTest
    static final ArchRule KEEPS_NO_STATIC_STATE = fields().that()
            .areStatic()
            .and()
            .doNotHaveName("$assertionsDisabled")
            .should()
            .beFinal()
            .because("state has one owner: the caller");

    @ArchTest
    static final ArchRule ROOMS_BUILD_ON_EACH_OTHER_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("event")
            .definedBy("io.rollcall.event..")
            .layer("condition")
            .definedBy("io.rollcall.condition..")
            .layer("metric")
            .definedBy("io.rollcall.metric..")
            .layer("outcome")
            .definedBy("io.rollcall.outcome..")
            .layer("program")
            .definedBy("io.rollcall.program..")
            .layer("member")
            .definedBy("io.rollcall.member..")
            .layer("decide")
            .definedBy("io.rollcall.decide..")
            .layer("replay")
            .definedBy("io.rollcall.replay..")
            .layer("wording")
            .definedBy("io.rollcall.wording..")
            .layer("compare")
            .definedBy("io.rollcall.compare..")
            .layer("explain")
            .definedBy("io.rollcall.explain..")
            .whereLayer("replay")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("compare")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("explain")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("wording")
            .mayOnlyBeAccessedByLayers("compare", "explain")
            .whereLayer("decide")
            .mayOnlyBeAccessedByLayers("replay", "explain", "wording")
            .whereLayer("member")
            .mayOnlyBeAccessedByLayers("decide", "replay", "explain")
            .whereLayer("program")
            .mayOnlyBeAccessedByLayers("member", "decide", "replay", "wording", "compare", "explain")
            .whereLayer("metric")
            .mayOnlyBeAccessedByLayers("program", "member", "decide", "wording", "compare")
            .whereLayer("condition")
            .mayOnlyBeAccessedByLayers("metric", "program", "decide", "wording", "compare", "explain");
}
