package io.weir.examples;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds the dependency rules of the modules and packages. */
class ArchitectureTest
{
    private static final String[] CORE = {
        "io.weir.wire..", "io.weir.record..", "io.weir.packet..", "io.weir.exporter..", "io.weir.metric..",
        "io.weir.collector..", "io.weir.capture..", "io.weir.time.."
    };
    private static final String[] APPLICATIONS = { "io.weir.examples..", "io.weir.benchmarks.." };
    private static final String SFLOW = "io.weir.codec.sflow..";
    private static final String NETFLOW = "io.weir.codec.netflow..";
    private static final String FLOW_CACHE = "io.weir.flowcache..";
    private static final String THRESHOLD = "io.weir.threshold..";
    private static final String AGRONA = "org.agrona..";
    private static final Set<String> FLAG_FREE_AGRONA = Set.of(
        "org.agrona.concurrent.Agent", "org.agrona.concurrent.AgentRunner", "org.agrona.concurrent.CompositeAgent",
        "org.agrona.concurrent.AgentInvoker", "org.agrona.concurrent.IdleStrategy",
        "org.agrona.concurrent.BackoffIdleStrategy", "org.agrona.concurrent.SleepingMillisIdleStrategy",
        "org.agrona.concurrent.YieldingIdleStrategy", "org.agrona.concurrent.BusySpinIdleStrategy");

    private static final JavaClasses ALL = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
        .importPackages("io.weir");

    @Test
    void shouldSeeEveryLibraryModule()
    {
        for (final String anchor : List.of("io.weir.wire.Wire", "io.weir.codec.sflow.SflowDecoder",
            "io.weir.codec.netflow.NetflowDecoder", "io.weir.flowcache.FlowCache",
            "io.weir.threshold.ThresholdEngine"))
        {
            assertTrue(ALL.contain(anchor), anchor);
        }
    }

    @Test
    void shouldDependInOneDirection()
    {
        noClasses().that().resideInAnyPackage(CORE).should().dependOnClassesThat()
            .resideInAnyPackage(SFLOW, NETFLOW, FLOW_CACHE, THRESHOLD).check(ALL);
        noClasses().that().resideInAPackage(SFLOW).should().dependOnClassesThat()
            .resideInAnyPackage(NETFLOW, FLOW_CACHE, THRESHOLD, "io.netty..").check(ALL);
        noClasses().that().resideInAPackage(NETFLOW).should().dependOnClassesThat()
            .resideInAnyPackage(SFLOW, FLOW_CACHE, THRESHOLD, "io.netty..").check(ALL);
        noClasses().that().resideInAPackage(FLOW_CACHE).should().dependOnClassesThat()
            .resideInAnyPackage(SFLOW, NETFLOW, THRESHOLD).check(ALL);
        noClasses().that().resideInAPackage(THRESHOLD).should().dependOnClassesThat()
            .resideInAnyPackage(SFLOW, NETFLOW).check(ALL);
        noClasses().that().resideOutsideOfPackages(APPLICATIONS).should().dependOnClassesThat()
            .resideInAnyPackage(APPLICATIONS).check(ALL);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages()
    {
        slices().matching("io.weir.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void shouldKeepEachPackageInOneModule()
    {
        final Map<String, Set<String>> modulesByPackage = new HashMap<>();
        for (final JavaClass type : ALL)
        {
            final String uri = type.getSource().orElseThrow().getUri().toString();
            final String inside = type.getPackageName().replace('.', '/');
            final String module = uri.substring(0, uri.indexOf("/" + inside + "/"));
            modulesByPackage.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>()).add(module);
        }
        modulesByPackage.forEach((name, modules) -> assertEquals(1, modules.size(), name + " " + modules));
    }

    @Test
    void shouldKeepNettyBehindItsReceiver()
    {
        noClasses().that().resideOutsideOfPackages("io.weir.collector.netty..", "io.weir.examples..",
            "io.weir.benchmarks..").should().dependOnClassesThat().resideInAPackage("io.netty..").check(ALL);
    }

    @Test
    void shouldUseOnlyAgronaThatNeedsNoFlags()
    {
        final DescribedPredicate<JavaClass> needsFlags = resideInAnyPackage(AGRONA).and(describe(
            "outside collections and the flag-free agents and idle strategies",
            type -> !type.getPackageName().startsWith("org.agrona.collections") &&
                !FLAG_FREE_AGRONA.contains(type.getName())));
        noClasses().should().dependOnClassesThat(needsFlags).check(ALL);
    }

    @Test
    void shouldHaveNoAgronaInPublicSignatures()
    {
        codeUnits().that().areDeclaredInClassesThat().arePublic().and(describe("public or protected",
            unit -> unit.getModifiers().contains(JavaModifier.PUBLIC) ||
                unit.getModifiers().contains(JavaModifier.PROTECTED)))
            .should(not(mentionAgrona())).check(ALL);
    }

    @Test
    void shouldNotPrintInLibraryModules()
    {
        noClasses().that().resideOutsideOfPackages(APPLICATIONS).should(ACCESS_STANDARD_STREAMS).check(ALL);
    }

    @Test
    void shouldNotUseUnsafe()
    {
        classes().should().onlyDependOnClassesThat().resideOutsideOfPackages("sun.misc..", "jdk.internal..").check(ALL);
    }

    private static ArchCondition<JavaCodeUnit> mentionAgrona()
    {
        return new ArchCondition<>("mention Agrona")
        {
            @Override
            public void check(final JavaCodeUnit unit, final ConditionEvents events)
            {
                final boolean mentions = unit.getRawReturnType().getPackageName().startsWith("org.agrona") ||
                    unit.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getPackageName().startsWith("org.agrona"));
                events.add(new SimpleConditionEvent(unit, mentions, unit.getFullName()));
            }
        };
    }
}
