package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Version;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.TargetTable;
import io.portage.target.definition.AddedColumn;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MariaDB's definitions of tables and added columns. */
@Tag("full")
@ExtendWith({SandboxExtension.class, TestDatabase.OnMariaDb.class})
class MariaDbDefinitionsIT {
  private static final Dialect DIALECT = Dialects.of("jdbc:mariadb://host/database");

  @Test
  void definitionsCreateTablesThatTakeEveryKindOfValue(Sandbox sandbox) throws Exception {
    DefinitionDialect definitions = DIALECT.definitions().orElseThrow();
    List<ColumnDefinition> columns = new ArrayList<>();
    List<ColumnDefinition> more = new ArrayList<>();
    List<String> key = new ArrayList<>();
    for (SourceType.Kind kind : SourceType.Kind.values()) {
      String name = kind.name().toLowerCase(java.util.Locale.ROOT);
      SourceType type = SourceType.of(kind, kind == SourceType.Kind.BITS ? 12 : 0);
      columns.add(definitions.column(name, SourceColumn.of(name, type)));
      more.add(definitions.column(name + "_2", SourceColumn.of(name, type)));
    }
    for (SourceType type :
        List.of(
            SourceType.of(SourceType.Kind.TEXT),
            SourceType.of(SourceType.Kind.BYTES),
            SourceType.of(SourceType.Kind.INSTANT, 6),
            SourceType.decimal(20, 4))) {
      String name = "k" + key.size();
      columns.add(definitions.column(name, SourceColumn.of(name, type).withKey(true)).required());
      key.add(name);
    }
    columns.add(
        definitions.column("label", withDefault(SourceType.of(SourceType.Kind.TEXT), "it's \\ é")));
    columns.add(definitions.column("n", withDefault(SourceType.unsigned(64), 7L)));
    columns.add(
        definitions.column(
            "raw", withDefault(SourceType.of(SourceType.Kind.BYTES), new byte[] {0, -1})));
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)");
        Connection connection = target.connection();
        Statement statement = connection.createStatement()) {
      String name = target.table + "_made";
      definitions.lock(connection);
      statement.execute(
          definitions.createTable(new TableDefinition(name, columns, key, List.of("A table"))));
      statement.execute(definitions.addColumns(name, more));
      statement.execute(definitions.addColumns(name, more));
      connection.commit();
      definitions.unlock(connection);

      TargetTable made = DIALECT.describe(connection, name).orElseThrow();
      assertThat(made.primaryKey()).isEqualTo(key);
      assertThat(made.columns().get("instant").nullable()).isTrue();
      assertThat(DIALECT.checks().ambiguousKeys(connection, made)).isEmpty();
      statement.execute(
          "INSERT INTO " + name + " (k0, k1, k2, k3) VALUES ('a', 'b', '2020-01-01', 1)");
      connection.commit();
      assertThat(target.query("SELECT label, n, HEX(raw), instant FROM " + name))
          .containsExactly("it's \\ é|7|00FF|~");
      target.execute("DROP TABLE " + name);
    }
  }

  @Test
  void anAddedColumnHasItsOriginInItsComment(Sandbox sandbox) throws Exception {
    DefinitionDialect definitions = DIALECT.definitions().orElseThrow();
    AddedColumn origin =
        new AddedColumn("shop.it's", Version.ofNumber(new BigDecimal("18446744073709551617")));
    List<ColumnDefinition> columns =
        List.of(
            definitions.column("label", withDefault(SourceType.of(SourceType.Kind.TEXT), "it's")),
            definitions.column("n", SourceColumn.of("n", SourceType.of(SourceType.Kind.INTEGER))));
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)");
        Connection connection = target.connection();
        Statement statement = connection.createStatement()) {
      definitions.limitLockWaits(connection, Duration.ofSeconds(2));
      definitions.lock(connection);
      for (String sql : definitions.addColumns(target.table, columns, origin.comment())) {
        statement.execute(sql);
        statement.execute(sql);
      }
      connection.commit();
      definitions.unlock(connection);

      TargetTable table = DIALECT.describe(connection, target.table).orElseThrow();
      assertThat(table.columns().get("label").added()).isEqualTo(origin);
      assertThat(table.columns().get("n").added()).isEqualTo(origin);
      assertThat(table.columns().get("name").added()).isNull();
    }
  }

  private static SourceColumn withDefault(SourceType type, Object value) {
    return new SourceColumn("c", type, true, false, value);
  }
}
