package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.inTurn;
import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.Change;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxMariaDb;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.ParkedRowTable;
import io.portage.target.TargetChecks;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** MariaDB's types, checks and own tables. */
@Tag("full")
@ExtendWith({SandboxExtension.class, TestDatabase.OnMariaDb.class})
class MariaDbTablesIT {
  private static final Dialect DIALECT = Dialects.of("jdbc:mariadb://host/database");

  @Test
  void valuesOfEveryTypeArriveUnchanged(Sandbox sandbox) throws Exception {
    String columns =
        "big bigint unsigned, price decimal(10,3), f float, d double, flag boolean, bits bit(10),"
            + " c char(3), doc json, bin binary(4), blb mediumblob, day date, t time(6),"
            + " dt datetime(6), ts timestamp(6) NULL, y year, kind enum('a','b'),"
            + " opts set('x','y'), u uuid, ip inet6, pt point, words longblob";
    try (TestTarget target = new TestTarget(sandbox, columns)) {
      Object[] row = {
        "big",
        "18446744073709551615",
        "price",
        "-1234567.125",
        "f",
        0.1,
        "d",
        1.0E-300,
        "flag",
        true,
        "bits",
        "1000000001",
        "c",
        "é😀",
        "doc",
        Map.of("a", List.of(1L)),
        "bin",
        new byte[] {0, -1},
        "blb",
        new byte[] {0, 39, 92, -1},
        "day",
        "0001-01-01",
        "t",
        Duration.ofHours(-838),
        "dt",
        "9999-12-31T23:59:59.999999",
        "ts",
        Instant.parse("2038-01-19T03:14:07.999999Z"),
        "y",
        2155L,
        "kind",
        "b",
        "opts",
        "y,x",
        "u",
        "00112233-4455-6677-8899-AABBCCDDEEFF",
        "ip",
        "2001:db8::1",
        "pt",
        Map.of("wkb", point(1, 2))
      };
      Object[] fitted = row.clone();
      for (int i = 0; i < row.length; i += 2) {
        TargetColumn column = target.column((String) row[i]);
        fitted[i + 1] = column.dataType().fitter().fit(column, row[i + 1]);
      }
      WriteResult result = inTurn(target.hard(), target.given.upsert(1L, 1, fitted));

      assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
      String written =
          "SELECT big, price, f, d, flag, BIN(bits), c, doc, HEX(bin), HEX(blb), day, t,"
              + " CAST(dt AS CHAR), ts, y, kind, opts, u, ip, ST_AsText(pt) FROM "
              + target.table;
      assertThat(target.query(written))
          .containsExactly(
              "18446744073709551615|-1234567.125|0.1|1e-300|t|1000000001|é😀|{\"a\":[1]}"
                  + "|00FF0000|00275CFF|0001-01-01|-838:00:00.000000|9999-12-31 23:59:59.999999"
                  + "|2038-01-19 03:14:07.999999|2155|b|x,y"
                  + "|00112233-4455-6677-8899-aabbccddeeff|2001:db8::1|POINT(1 2)");
      assertThat(together(target.hard(), target.given.upsert(1L, 1, fitted)).counts())
          .isEqualTo(new WriteCounts(0, 1, 0));

      List<String> before = target.query(written + " WHERE f + 0e0 <> 0.1"); // exact, not 0.1
      inTurn(
          target.hard(),
          target.given.delete(1L, 5).withNewKey(MovingTarget.key(2L)),
          target.given.change(
              Change.Op.UPSERT,
              2L,
              UpsertData.withKey(2L, "words", null),
              Change.RowLineage.partialRowMovedHere(UpsertData.v(5))));

      assertThat(target.rows("id")).containsExactly("2");
      assertThat(before).hasSize(1);
      assertThat(target.query(written + " WHERE f + 0e0 <> 0.1")).isEqualTo(before);
    }
  }

  /** The text of a FLOAT has fewer digits than its value. */
  @Test
  void aFloatMovesWithAllItsDigits(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "f float, name text")) {
      target.execute("INSERT INTO " + target.table + " (id, f) VALUES (1, 16777215)");

      inTurn(
          target.hard(),
          target.given.delete(1L, 5).withNewKey(MovingTarget.key(2L)),
          target.given.change(
              Change.Op.UPSERT,
              2L,
              UpsertData.withKey(2L, "name", "b"),
              Change.RowLineage.partialRowMovedHere(UpsertData.v(5))));

      assertThat(target.rows("id, f + 0e0")).containsExactly("2|16777215");
    }
  }

  private static byte[] point(double x, double y) {
    return java.nio.ByteBuffer.allocate(21)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put((byte) 1)
        .putInt(1)
        .putDouble(x)
        .putDouble(y)
        .array();
  }

  /** Each accepted value is written and read back; the server would reject or change the others. */
  @Test
  void valuesThatTheServerRejectsOrChangesAreRejectedBefore(Sandbox sandbox) throws Exception {
    String columns =
        "latin varchar(9) CHARACTER SET latin1, bmp varchar(9) CHARACTER SET utf8mb3, plain"
            + " varchar(9) CHARACTER SET ascii, tiny tinytext CHARACTER SET latin1, kind"
            + " enum('a\\\\b','c''d','e\n"
            + "f','') NULL, doc json, ts timestamp(6) NULL, f float, d double, four inet4, six"
            + " inet6, line linestring, size float(7,2)";
    try (TestTarget target = new TestTarget(sandbox, columns)) {
      Object[] accepted = {
        "latin", "€üÿ\u0081",
        "bmp", "日本\uffff",
        "plain", "~\u0001",
        "tiny", "é".repeat(255),
        "kind", "a\\b",
        "kind", "c'd",
        "kind", "e\nf",
        "kind", "",
        "doc", "[".repeat(31) + "]".repeat(31),
        "doc", "{\"a\":1,\"a\":\"[\\\\\\\"\\uD83D\\uDE00\\u0000[\"}",
        "four", "255.0.10.199",
        "six", "::ffff:1.2.3.4",
        "six", "2001:db8::1"
      };
      for (int i = 0; i < accepted.length; i += 2) {
        String name = (String) accepted[i];
        TargetColumn column = target.column(name);
        Object fitted = column.dataType().fitter().fit(column, accepted[i + 1]);
        WriteResult result = inTurn(target.hard(), target.given.upsert((long) i, 1, name, fitted));
        assertThat(result.counts()).as(name).isEqualTo(new WriteCounts(1, 0, 0));
        assertThat(target.query("SELECT " + name + " FROM " + target.table + " WHERE id = " + i))
            .containsExactly((String) accepted[i + 1]);
      }
      Object[] numbers = {
        "f",
        3.4028235e38,
        "f",
        1.4e-45,
        "d",
        -0.0,
        "d",
        Double.MAX_VALUE,
        "d",
        Double.MIN_VALUE,
        "size",
        12345.67,
        "ts",
        Instant.parse("2038-01-19T03:14:07.999999Z"),
        "ts",
        Instant.parse("1970-01-01T00:00:01Z")
      };
      for (int i = 0; i < numbers.length; i += 2) {
        String name = (String) numbers[i];
        TargetColumn column = target.column(name);
        Object fitted = column.dataType().fitter().fit(column, numbers[i + 1]);
        long id = 100L + i;
        WriteResult result = inTurn(target.hard(), target.given.upsert(id, 1, name, fitted));
        assertThat(result.counts()).as(name).isEqualTo(new WriteCounts(1, 0, 0));
      }
      assertThat(
              target.query(
                  "SELECT CONCAT_WS(',', CAST(f AS DOUBLE), CAST(d AS CHAR)) FROM "
                      + target.table
                      + " WHERE f IS NOT NULL OR d IS NOT NULL ORDER BY id"))
          .containsExactly(
              "3.4028234663852886e38",
              "1.401298464324817e-45",
              "-0",
              "1.7976931348623157e308",
              "5e-324");
      Object[] rejected = {
        "latin", "ł",
        "bmp", "😀",
        "plain", "ü",
        "tiny", "é".repeat(256),
        "kind", "A\\b",
        "kind", "1",
        "kind", "c'd ",
        "doc", "[".repeat(32) + "]".repeat(32),
        "doc", "\"\\ud800\"",
        "doc", "{\"\\udc00\":1}",
        "ts", Instant.parse("2038-01-19T03:14:08Z"),
        "f", Double.NaN,
        "f", 3.5e38,
        "size", 0.001,
        "four", "192.168.0.1/24",
        "four", "192.168.000.001",
        "six", "1.2.3.4",
        "six", "2001:db8::/32",
        "line", Map.of("wkb", point(1, 2)),
        "line", Map.of("wkb", new byte[] {0, 0, 0, 0, 2}),
        "line", Map.of("wkb", new byte[] {1, 2, 0, 0, 0x20})
      };
      for (int i = 0; i < rejected.length; i += 2) {
        TargetColumn column = target.column((String) rejected[i]);
        Object value = rejected[i + 1];
        assertThatThrownBy(() -> column.dataType().fitter().fit(column, value))
            .isInstanceOf(ValueDoesNotFitException.class)
            .hasMessageStartingWith("column " + column.name());
      }
    }
  }

  @Test
  void checksFindWhatTheWritesCannotDo(Sandbox sandbox) throws Exception {
    String key = "id varchar(20) COLLATE utf8mb4_general_ci primary key";
    String columns =
        "email varchar(100) UNIQUE, at timestamp NOT NULL DEFAULT now() ON UPDATE now()";
    try (TestTarget target = new TestTarget(sandbox, key, columns);
        Connection connection = target.connection();
        Connection other = DriverManager.getConnection(sandbox.mariaDb().adminJdbcUrl());
        Statement admin = other.createStatement()) {
      // With a binary log only an administrator creates triggers.
      admin.execute(
          "CREATE TRIGGER %1$s_t BEFORE INSERT ON %1$s FOR EACH ROW SET NEW.email = 'x'"
              .formatted(target.table));
      target.execute("ALTER TABLE " + target.table + " ENGINE=MyISAM");
      TargetTable table = DIALECT.describe(connection, target.table).orElseThrow();
      TargetChecks checks = DIALECT.checks();

      assertThat(checks.tableWarnings(connection, table, "gone"))
          .anyMatch(text -> text.contains("MyISAM"))
          .anyMatch(text -> text.contains("unique index email (email)"))
          .anyMatch(text -> text.contains("trigger " + target.table + "_t"))
          .anyMatch(text -> text.contains("column at has ON UPDATE"));
      assertThat(checks.ambiguousKeys(connection, table))
          .singleElement()
          .satisfies(one -> assertThat(one.cause()).contains("letter case", "trailing spaces"));
      assertThat(checks.missingPrivileges(connection, target.table, List.of("SELECT", "DELETE")))
          .isEmpty();
      assertThat(checks.missingPrivileges(connection, "mysql.user", List.of("SELECT", "DELETE")))
          .containsExactly("SELECT", "DELETE");
      assertThat(checks.creationProblem(connection, "mysql.new")).isPresent();
      assertThat(table.canonical()).isEqualTo("appdb." + target.table);
    }
  }

  /** The privilege CREATE is needed once. */
  @Test
  void ownTablesThatExistNeedNoPrivilegeToCreateThem(Sandbox sandbox) throws Exception {
    SandboxMariaDb server = sandbox.mariaDb();
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)");
        Connection owner = target.connection();
        Connection admin = DriverManager.getConnection(server.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      String moved = target.tombstones + "_moved";
      DIALECT.createTombstones(owner, target.tombstones);
      DIALECT.movedRowTable(owner, moved).orElseThrow().create();
      statement.execute("CREATE OR REPLACE USER writer IDENTIFIED BY 'writer'");
      statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON appdb.* TO writer");
      try (Connection writer = DriverManager.getConnection(server.jdbcUrl(), "writer", "writer")) {
        writer.setAutoCommit(false);
        DIALECT.createTombstones(writer, target.tombstones);
        DIALECT.movedRowTable(writer, moved).orElseThrow().create();

        assertThatThrownBy(() -> DIALECT.createTombstones(writer, target.tombstones + "_other"))
            .isInstanceOf(SQLException.class);
      } finally {
        statement.execute("DROP USER writer");
      }
    }
  }

  @Test
  void parkedRowsAndForeignKeysAreKnown(Sandbox sandbox) throws Exception {
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)");
        Connection connection = target.connection()) {
      ParkedRowTable parked = DIALECT.parkedRowTable(connection, target.parked).orElseThrow();
      parked.create();
      parked.put("t", new long[] {1, 2}, new byte[][] {{1}, {2}});
      parked.put("t", new long[] {2}, new byte[][] {{3}});
      assertThat(parked.all("t")).containsExactlyInAnyOrder(new byte[] {1}, new byte[] {3});
      parked.remove("t", new long[] {2});
      assertThat(parked.all("t")).containsExactly(new byte[] {1});
      connection.commit();
      target.execute(
          "CREATE TABLE %1$s_child (id int primary key, p bigint REFERENCES %1$s (id))"
              .formatted(target.table));

      assertThat(DIALECT.foreignKeys(connection, List.of(target.table, target.table + "_child")))
          .singleElement()
          .satisfies(key -> assertThat(key.parent()).isEqualTo(target.table))
          .satisfies(key -> assertThat(key.columns()).containsExactly("p"))
          .satisfies(key -> assertThat(key.parentColumns()).containsExactly("id"));
      assertThat(DIALECT.foreignKeys(connection, List.of(target.table + "_child"))).isEmpty();
      assertThat(DIALECT.references(connection, List.of(target.table + "_child")))
          .singleElement()
          .satisfies(key -> assertThat(key.parent()).endsWith("." + target.table));
      connection.commit();
      assertThat(DIALECT.estimatedRows(connection, List.of(target.table, "no_such_table")))
          .containsOnlyKeys(target.table);
      target.execute("DROP TABLE " + target.table + "_child");
      assertThat(new BigDecimal(target.query("SELECT COUNT(*) FROM " + target.parked).get(0)))
          .isEqualByComparingTo("1");
    }
  }
}
