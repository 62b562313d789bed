package io.sistership.rig;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// ARCHITECTURE.md's module table, held against the compiled classes.
class ArchitectureTest {

    private static final String ROOT = "io.sistership.";

    /// Module and what it may use directly; "may use" is transitive.
    private static final Map<String, List<String>> MAY_USE = table();

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.sistership");

    private static Map<String, List<String>> table() {
        var table = new LinkedHashMap<String, List<String>>();
        table.put("model", List.of());
        table.put("vault", List.of("model"));
        table.put("kube", List.of("model"));
        table.put("translate", List.of("model"));
        table.put("aws", List.of("vault"));
        table.put("cloud", List.of("aws"));
        table.put("capture", List.of("kube", "vault"));
        table.put("restore", List.of("kube", "vault", "translate"));
        table.put("survey", List.of("cloud"));
        table.put("rebuild", List.of("cloud", "translate"));
        table.put("delegate", List.of("capture", "restore", "aws"));
        table.put("control", List.of("delegate", "survey", "rebuild"));
        table.put("cli", List.of("control"));
        table.put("rig", List.of("cli"));
        table.put("bench", List.of("rig"));
        return table;
    }

    static Set<String> modules() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_uses_only_what_the_table_allows(String module) {
        var forbidden = new ArrayList<>(MAY_USE.keySet());
        forbidden.removeAll(reach(module));
        forbidden.remove(module);
        var packages = forbidden.stream().map(each -> ROOT + each + "..").toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because("the module table of ARCHITECTURE.md says so")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void every_class_is_in_a_module_of_the_table() {
        var modules =
                CLASSES.stream()
                        .map(type ->
                                type.getPackageName()
                                        .substring(ROOT.length())
                                        .replaceFirst("\\..*", ""))
                        .collect(java.util.stream.Collectors.toSet());

        assertThat(MAY_USE.keySet()).containsAll(modules);
    }

    @Test
    void types_of_the_aws_sdk_appear_only_in_aws_and_cloud() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "aws..", ROOT + "cloud..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(CLASSES);
    }

    @Test
    void types_of_http_appear_only_in_kube() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "kube..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.hc..")
                .check(CLASSES);
    }

    @Test
    void translation_is_pure() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "translate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.time..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void exceptions_are_unchecked_and_fielded() {
        classes()
                .that()
                .areAssignableTo(Exception.class)
                .should()
                .beAssignableTo(RuntimeException.class)
                .check(CLASSES);
    }

    private static Set<String> reach(String module) {
        var reached = new HashSet<String>();
        for (var each : MAY_USE.getOrDefault(module, List.of())) {
            reached.add(each);
            reached.addAll(reach(each));
        }
        return reached;
    }
}
