package io.portage.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;

/**
 * Each schema and all of its released versions read each other's records. A release adds a copy of
 * the schema as {@code released/<name>/<number>.avsc}, and none of these files ever changes.
 */
class ReleasedSchemasTest {
  private static final Path RELEASED = Path.of("src/test/resources/released");
  private static final Path CURRENT = Path.of("src/main/resources/avro");
  private static final SchemaValidator FULL_TRANSITIVE =
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

  @Test
  void allVersionsOfASchemaReadEachOther() throws IOException {
    for (String name : names()) {
      List<Schema> versions = released(name);
      for (int newest = 1; newest < versions.size(); newest++) {
        Schema version = versions.get(newest);
        List<Schema> before = versions.subList(0, newest);
        assertThatCode(() -> FULL_TRANSITIVE.validate(version, before)).doesNotThrowAnyException();
      }
      assertThatCode(() -> FULL_TRANSITIVE.validate(Schemas.avro(name), versions))
          .as(name)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everySchemaHasAReleasedVersion() throws IOException {
    assertThat(names()).contains("dead_letter", "users_cdc");
    for (String name : names()) {
      assertThat(released(name)).as(name).isNotEmpty();
    }
  }

  @Test
  void aFieldThatIsRenamedOrAddedWithoutADefaultIsDetected() throws IOException {
    List<Schema> released = released("users_cdc");
    String text = released.get(0).toString();

    assertIncompatible(text.replace("\"timestamp_ms\"", "\"time\""), released);
    assertIncompatible(
        text.replaceFirst("\"fields\":\\[", "\"fields\":[{\"name\":\"added\",\"type\":\"int\"},"),
        released);
  }

  private static void assertIncompatible(String schema, List<Schema> released) {
    assertThatThrownBy(() -> FULL_TRANSITIVE.validate(new Schema.Parser().parse(schema), released))
        .isInstanceOf(SchemaValidationException.class);
  }

  /** Returns the names of the current schemas; a name with a number is an older one. */
  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(CURRENT)) {
      return files
          .map(file -> file.getFileName().toString().replace(".avsc", ""))
          .filter(name -> !name.matches(".*_\\d+"))
          .sorted()
          .toList();
    }
  }

  /** Returns the released versions, oldest first. */
  private static List<Schema> released(String name) throws IOException {
    List<Schema> versions = new ArrayList<>();
    for (Path file = version(name, 1);
        Files.exists(file);
        file = version(name, versions.size() + 1)) {
      versions.add(new Schema.Parser().parse(Files.readString(file)));
    }
    return versions;
  }

  private static Path version(String name, int number) {
    return RELEASED.resolve(name).resolve(number + ".avsc");
  }
}
