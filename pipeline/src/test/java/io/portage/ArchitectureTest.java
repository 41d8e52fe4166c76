package io.portage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;

/** The rules for dependencies between packages, and for names of stages and steps. */
@AnalyzeClasses(
    packages = "io.portage",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutSandbox.class})
final class ArchitectureTest {
  private static final Set<String> STAGES =
      Set.of("read", "decode", "normalize", "latest", "enrich", "upsert", "deadletter", "commit");

  /** Excludes the sandbox, which is on the tests' class path and has rules of its own. */
  static final class WithoutSandbox implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/sandbox/");
    }
  }

  @ArchTest
  static final ArchRule STAGES_DO_NOT_DEPEND_ON_EACH_OTHER =
      SlicesRuleDefinition.slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                  String stage =
                      javaClass
                          .getPackageName()
                          .replaceFirst("^io\\.portage\\.?", "")
                          .replaceFirst("\\..*", "");
                  return STAGES.contains(stage)
                      ? SliceIdentifier.of(stage)
                      : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                  return "stages";
                }
              })
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule SHARED_PACKAGES_DEPEND_ON_NO_STAGE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.portage.model..",
              "io.portage.config..",
              "io.portage.target..",
              "io.portage.sink..",
              "io.portage.metrics..",
              "io.portage.expression..",
              "io.portage.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              STAGES.stream().map(stage -> "io.portage." + stage + "..").toArray(String[]::new));

  @ArchTest
  static final ArchRule ONLY_THREE_PACKAGES_USE_JDBC =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.portage.target..", "io.portage.enrich..", "io.portage.upsert..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_A_REFERENCE_SOURCE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.portage.enrich.csv..", "io.portage.enrich.jdbc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.portage.enrich.csv..", "io.portage.enrich.jdbc..");

  @ArchTest
  static final ArchRule ONLY_FOUR_PACKAGES_USE_KAFKA =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.portage.kafka..",
              "io.portage.read..",
              "io.portage.deadletter..",
              "io.portage.commit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.beam.sdk.io.kafka..");

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_A_RUNNER =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.beam.runners..");

  @ArchTest
  static final ArchRule DOFNS_ARE_NOT_PUBLIC_AND_END_IN_FN =
      classes()
          .that()
          .areAssignableTo(DoFn.class)
          .should()
          .notBePublic()
          .andShould()
          .haveSimpleNameEndingWith("Fn");

  @ArchTest
  static final ArchRule PUBLIC_TRANSFORMS_HAVE_NO_NOUN_SUFFIX =
      classes()
          .that()
          .areAssignableTo(PTransform.class)
          .and()
          .arePublic()
          .should()
          .haveNameNotMatching(".*(Transform|Source|Sink|Reader|Writer)$");

  @ArchTest
  static final ArchRule STATIC_FIELDS_ARE_FINAL = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule DOFNS_HAVE_NO_PIPELINE_OPTIONS =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .areAssignableTo(DoFn.class)
          .should()
          .haveRawType("org.apache.beam.sdk.options.PipelineOptions");

  @ArchTest
  static final ArchRule CLOCKS_ARE_INJECTED =
      noClasses()
          .that()
          .resideInAnyPackage("io.portage..")
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule POSTGRESQL_IS_BEHIND_ITS_DIALECT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.portage.target.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.portage.target.postgres..", "org.postgresql..");
}
