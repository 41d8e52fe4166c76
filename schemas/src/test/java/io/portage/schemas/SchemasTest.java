package io.portage.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
  @ParameterizedTest
  @ValueSource(strings = {"dead_letter", "users_cdc"})
  void documentsEveryTypeAndField(String name) {
    List<String> bare = new ArrayList<>();

    collectUndocumented(Schemas.avro(name), bare, new HashSet<>());

    assertThat(bare).isEmpty();
  }

  @Test
  void theSampleHasTheShapeOfTheEnvelope() {
    Schema schema = Schemas.avro("users_cdc");

    assertThat(schema.getFields().stream().map(Schema.Field::name))
        .containsExactly("op", "before", "after", "timestamp_ms");
    assertThat(
            schema.getField("after").schema().getTypes().get(1).getFields().stream()
                .map(Schema.Field::name))
        .containsExactly("user_id", "name", "email", "country_code");
  }

  @Test
  void hasTheTablesOfTheSample() {
    assertThat(Schemas.sql("postgresql/users_enriched"))
        .contains("user_id         bigint PRIMARY KEY", "portage_version numeric");
    assertThat(Schemas.sql("postgresql/portage_tombstones"))
        .contains("PRIMARY KEY (table_name, key_digest)");
  }

  @Test
  void namesAMissingResource() {
    assertThatThrownBy(() -> Schemas.avro("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no avro/nothing.avsc");
    assertThatThrownBy(() -> Schemas.sql("oracle/users"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no sql/oracle/users.sql");
  }

  private static void collectUndocumented(Schema schema, List<String> bare, Set<String> seen) {
    switch (schema.getType()) {
      case UNION -> schema.getTypes().forEach(type -> collectUndocumented(type, bare, seen));
      case ARRAY -> collectUndocumented(schema.getElementType(), bare, seen);
      case MAP -> collectUndocumented(schema.getValueType(), bare, seen);
      case ENUM -> require(schema.getDoc(), schema.getFullName(), bare);
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          require(schema.getDoc(), schema.getFullName(), bare);
          for (Schema.Field field : schema.getFields()) {
            require(field.doc(), schema.getName() + "." + field.name(), bare);
            collectUndocumented(field.schema(), bare, seen);
          }
        }
      }
      default -> {}
    }
  }

  private static void require(String doc, String of, List<String> bare) {
    if (doc == null || doc.isBlank()) {
      bare.add(of);
    }
  }
}
