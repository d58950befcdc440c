package io.rollcall;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.rollcall.member.StateCodec;
import io.rollcall.outcome.Outcome;
import io.rollcall.outcome.OutcomeIds;

/** The invariants of the whole house (docs/ARCHITECTURE.md); those of the engine alone are tested beside it. */
@AnalyzeClasses(
        packages = "io.rollcall",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestsOfOtherModules.class})
class ArchitectureTest {

    /** The engine's tests are a jar to this module. */
    static final class NoTestsOfOtherModules implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NOBODY_ABOVE_IT = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.rollcall.event..",
                    "io.rollcall.condition..",
                    "io.rollcall.metric..",
                    "io.rollcall.outcome..",
                    "io.rollcall.program..",
                    "io.rollcall.member..",
                    "io.rollcall.decide..",
                    "io.rollcall.replay..",
                    "io.rollcall.wording..",
                    "io.rollcall.compare..",
                    "io.rollcall.explain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rollcall.wire..",
                    "io.rollcall.jobs..",
                    "io.rollcall.search..",
                    "io.rollcall.console..",
                    "io.rollcall.index..",
                    "io.rollcall.cli..",
                    "io.rollcall.embedded..",
                    "io.rollcall.simulate..");

    @ArchTest
    static final ArchRule THE_WIRE_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("io.rollcall.wire..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.rollcall..").and(resideOutsideOfPackage("io.rollcall.wire..")));

    @ArchTest
    static final ArchRule JOBS_MEET_ONLY_IN_TOPICS = noClasses()
            .that()
            .resideInAPackage("io.rollcall.jobs.search..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.rollcall.jobs.journey..")
            .because("jobs talk to each other only through topics whose schemas are in avro/");

    @ArchTest
    static final ArchRule THE_JOURNEY_KNOWS_NO_SEARCH = noClasses()
            .that()
            .resideInAnyPackage("io.rollcall.jobs.journey..", "io.rollcall.jobs.event..", "io.rollcall.jobs.program..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rollcall.search..", "io.rollcall.jobs.search..", "co.elastic..")
            .because("an Elasticsearch outage never slows the journey job");

    @ArchTest
    static final ArchRule JOBS_DECIDE_NO_RULE = noClasses()
            .that()
            .resideInAPackage("io.rollcall.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.rollcall.condition..", "io.rollcall.metric..")
            .because("rules are the engine's");

    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_MAKES_IDS = noClasses()
            .that()
            .resideOutsideOfPackages("io.rollcall.decide..", "io.rollcall.outcome..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(OutcomeIds.class)
            .because("outcome ids are computed in one place");

    @ArchTest
    static final ArchRule STATE_HAS_ONE_SERIALIZER = classes()
            .that()
            .belongToAnyOf(StateCodec.class)
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("io.rollcall.member..", "io.rollcall.jobs.journey..", "io.rollcall.replay..");

    @ArchTest
    static final ArchRule STATE_HAS_ONE_WRITER = noClasses()
            .that()
            .resideOutsideOfPackages("io.rollcall.member..", "io.rollcall.decide..")
            .should()
            .setFieldWhere(target(owner(resideInAPackage("io.rollcall.member.."))))
            .because("it has exactly one owner, and decide alone writes it");

    @ArchTest
    static final ArchRule PAGES_KNOW_NO_STREAMS = noClasses()
            .that()
            .resideInAnyPackage("io.rollcall.console..", "io.rollcall.index..", "io.rollcall.search..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..", "org.apache.kafka..", "io.rollcall.jobs..", "io.rollcall.decide..");

    @ArchTest
    static final ArchRule NO_ROOM_GOES_ROUND_IN_CIRCLES =
            slices().matching("io.rollcall.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule OUTCOMES_ARE_VALUES = classes()
            .that()
            .areAssignableTo(Outcome.class)
            .and()
            .areNotInterfaces()
            .should()
            .beRecords();
}
