package io.portage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The main classes follow the rules of {@link ArchitectureRules}, and the pages match them. */
@AnalyzeClasses(
    packages = "io.portage",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutSandbox.class})
final class ArchitectureTest {
  /** Excludes the sandbox, which is on the tests' class path and has rules of its own. */
  static final class WithoutSandbox implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/sandbox/");
    }
  }

  @ArchTest
  static final ArchRule STAGES_DO_NOT_DEPEND_ON_EACH_OTHER =
      ArchitectureRules.STAGES_DO_NOT_DEPEND_ON_EACH_OTHER;

  @ArchTest
  static final ArchRule ONLY_TOP_PACKAGES_DEPEND_ON_STAGES =
      ArchitectureRules.ONLY_TOP_PACKAGES_DEPEND_ON_STAGES;

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_TOP_PACKAGES =
      ArchitectureRules.NOTHING_DEPENDS_ON_TOP_PACKAGES;

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES = ArchitectureRules.PACKAGES_ARE_FREE_OF_CYCLES;

  @ArchTest
  static final ArchRule PACKAGES_HAVE_AT_MOST_30_FILES =
      ArchitectureRules.PACKAGES_HAVE_AT_MOST_30_FILES;

  @ArchTest
  static final ArchRule ONLY_FIVE_PACKAGES_USE_JDBC = ArchitectureRules.ONLY_FIVE_PACKAGES_USE_JDBC;

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_A_REFERENCE_SOURCE =
      ArchitectureRules.NOTHING_DEPENDS_ON_A_REFERENCE_SOURCE;

  @ArchTest
  static final ArchRule ONLY_FOUR_PACKAGES_USE_KAFKA =
      ArchitectureRules.ONLY_FOUR_PACKAGES_USE_KAFKA;

  @ArchTest
  static final ArchRule ONLY_THE_REGISTRY_USES_A_DIALECT =
      ArchitectureRules.ONLY_THE_REGISTRY_USES_A_DIALECT;

  @ArchTest
  static final ArchRule ONLY_THE_REGISTRY_USES_MARIADB =
      ArchitectureRules.ONLY_THE_REGISTRY_USES_MARIADB;

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_A_RUNNER = ArchitectureRules.NOTHING_DEPENDS_ON_A_RUNNER;

  @ArchTest static final ArchRule NOTHING_NAMES_A_RUNNER = ArchitectureRules.NOTHING_NAMES_A_RUNNER;

  @ArchTest
  static final ArchRule EACH_STAGE_HAS_ONE_PUBLIC_TRANSFORM =
      ArchitectureRules.EACH_STAGE_HAS_ONE_PUBLIC_TRANSFORM;

  @ArchTest
  static final ArchRule PUBLIC_TRANSFORMS_HAVE_NO_NOUN_SUFFIX =
      ArchitectureRules.PUBLIC_TRANSFORMS_HAVE_NO_NOUN_SUFFIX;

  @ArchTest
  static final ArchRule DOFNS_ARE_NOT_PUBLIC_AND_END_IN_FN =
      ArchitectureRules.DOFNS_ARE_NOT_PUBLIC_AND_END_IN_FN;

  @ArchTest
  static final ArchRule DOFNS_HAVE_NO_LONG_METHODS = ArchitectureRules.DOFNS_HAVE_NO_LONG_METHODS;

  @ArchTest
  static final ArchRule DOFNS_DO_NO_INPUT_OR_OUTPUT = ArchitectureRules.DOFNS_DO_NO_INPUT_OR_OUTPUT;

  @ArchTest
  static final ArchRule DOFNS_DO_NOT_USE_PIPELINE_OPTIONS =
      ArchitectureRules.DOFNS_DO_NOT_USE_PIPELINE_OPTIONS;

  @ArchTest
  static final ArchRule STATIC_STATE_DOES_NOT_CHANGE =
      ArchitectureRules.STATIC_STATE_DOES_NOT_CHANGE;

  @ArchTest static final ArchRule CLOCKS_ARE_INJECTED = ArchitectureRules.CLOCKS_ARE_INJECTED;

  @ArchTest
  static void everyExceptionIsStillNeeded(JavaClasses classes) {
    assertThat(ArchitectureRules.needlessExceptions(classes)).isEmpty();
  }

  @ArchTest
  static void theArchitecturePageNamesTheSharedPackagesOfEachStage(JavaClasses classes)
      throws IOException {
    List<String> page = Files.readAllLines(Path.of("docs", "architecture.md"));

    assertThat(StageDiagram.sharedPackages(page, ArchitectureRules.packages(classes)))
        .describedAs("the third column of the picture in architecture.md")
        .isEqualTo(ArchitectureRules.sharedPackages(classes));
  }
}
