package io.portage.decode;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules for dependencies between syntaxes, envelopes and formats. */
@AnalyzeClasses(packages = "io.portage", importOptions = ImportOption.DoNotIncludeTests.class)
final class DecodeLayersTest {
  private static final String[] FORMATS = {
    "io.portage.decode.plain..", "io.portage.decode.debezium..", "io.portage.decode.mysql.."
  };

  @ArchTest
  static final ArchRule FORMATS_ARE_FOUND_ONLY_AS_SERVICES =
      noClasses()
          .that()
          .resideOutsideOfPackages(FORMATS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(FORMATS);

  @ArchTest
  static final ArchRule FORMATS_DO_NOT_DEPEND_ON_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("io.portage.decode.plain..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.portage.decode.debezium..");

  @ArchTest
  static final ArchRule THE_BOUNDARY_KNOWS_NO_SYNTAX =
      noClasses()
          .that()
          .resideInAPackage("io.portage.decode.envelope..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.portage.decode.json..",
              "io.portage.decode.avro..",
              "io.portage.decode.protobuf..",
              "com.google.protobuf..",
              "com.fasterxml.jackson..",
              "org.apache.avro..");
}
