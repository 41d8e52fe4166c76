package io.portage.launcher;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.portage.ArchitectureRules;

/** The commands follow the rules that hold outside of stages, too. */
@AnalyzeClasses(
    packages = "io.portage.launcher",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class LauncherArchitectureTest {
  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_A_RUNNER = ArchitectureRules.NOTHING_DEPENDS_ON_A_RUNNER;

  @ArchTest
  static final ArchRule PACKAGES_HAVE_AT_MOST_30_FILES =
      ArchitectureRules.PACKAGES_HAVE_AT_MOST_30_FILES;

  @ArchTest
  static final ArchRule STATIC_STATE_DOES_NOT_CHANGE =
      ArchitectureRules.STATIC_STATE_DOES_NOT_CHANGE;

  @ArchTest
  static final ArchRule COMMANDS_ARE_FREE_OF_CYCLES =
      slices().matching("io.portage.launcher.(*)..").should().beFreeOfCycles();
}
