package io.portage.target.fitting;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.RowKey;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.TargetColumn;
import io.portage.target.postgres.PostgresText;
import io.portage.target.postgres.fitting.TestColumns;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.Arguments;

/** PostgreSQL accepts every fitted value and returns it unchanged. */
@ExtendWith(SandboxExtension.class)
final class ColumnFitterIT {
  @Test
  void agreesWithTheDatabase(Sandbox sandbox) throws Exception {
    List<String> differences = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA app");
      statement.execute("CREATE TYPE app.mood AS ENUM ('happy')");
      statement.execute("SET search_path = public, app");
      statement.execute("SET datestyle = 'ISO'");
      int tables = 0;
      for (Arguments arguments : cases()) {
        TargetColumn column = column(arguments.get()[0]);
        if (!column.type().equals("citext")) {
          Object fitted = arguments.get()[2];
          String table = "fitted" + tables++;
          statement.execute("CREATE TEMP TABLE " + table + " (v " + type(column) + ")");
          check(connection, table, column, fitted, differences);
        }
      }
      statement.execute("DROP SCHEMA app CASCADE");
    }

    assertThat(differences).isEmpty();
  }

  /** Texts per type, some of which the database considers equal. */
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry(
              "interval",
              List.of(
                  "P1M",
                  "P30D",
                  "P4W2D",
                  "PT720H",
                  "1 mon",
                  "30 days",
                  "29 days 24:00:00",
                  "720:00:00",
                  "P1Y",
                  "P12M",
                  "P1Y-1M",
                  "1 year -1 mons +00:00:00.5",
                  "P11MT0.5S",
                  "PT-0.50S",
                  "-00:00:00.5",
                  "P0D",
                  "PT0S",
                  "00:00:00")),
          Map.entry(
              "inet",
              List.of(
                  "10.0.0.1",
                  "10.0.0.1/32",
                  "10.0.0.1/24",
                  "10.0.0.0/24",
                  "::1",
                  "0:0::1/128",
                  "::0.0.0.1",
                  "::FFFF:10.0.0.1",
                  "::ffff:a00:1",
                  "2001:DB8::/32",
                  "2001:db8:0::/32")),
          Map.entry("cidr", List.of("10.0.0.0", "10.0.0.0/32", "10.0.0.0/8", "::/0", "0::/0")),
          Map.entry(
              "macaddr",
              List.of(
                  "08:00:2b:01:02:03",
                  "08-00-2B-01-02-03",
                  "08002b:010203",
                  "0800.2b01.0203",
                  "08002b010203",
                  "08:00:2b:01:02:04")),
          Map.entry(
              "macaddr8",
              List.of("08:00:2b:01:02:03", "08:00:2b:FF:FE:01:02:03", "08002bfffe010203")),
          Map.entry(
              "jsonb",
              List.of(
                  "1",
                  "1.0",
                  "1e0",
                  "[1]",
                  "\"1\"",
                  "-0.0",
                  "0",
                  "true",
                  "null",
                  "{\"a\":1,\"b\":[ {} , []]}",
                  "{\"b\":[{},[]],\"a\":1.00}",
                  "{\"a\":2,\"a\":1,\"b\":[{},[]]}",
                  "[\"\\u0061\\n\"]",
                  "[\"a\\u000a\"]")),
          Map.entry(
              "timetz",
              List.of(
                  "12:00+00",
                  "12:00:00Z",
                  "12:00:00.000-00:00",
                  "13:00:00+01",
                  "13:00+01:00:00",
                  "24:00Z",
                  "00:00Z")),
          Map.entry("varbit", List.of("0", "00", "1")),
          Map.entry("bpchar", List.of("a", "a ", "A")),
          Map.entry("numeric", List.of("1", "1.0", "10e-1", "NaN")),
          Map.entry("float8", List.of("0", "-0", "0.1", "1e-1", "NaN")),
          Map.entry("_numeric", List.of("{1,NULL}", "{1.0,null}", "{1.00,2}", "{{1},{2}}")),
          Map.entry("_float8", List.of("{0}", "{-0}", "{0.0,1}")),
          Map.entry("_text", List.of("{a,b}", "{\"a\", b}", "{NULL}", "{\"NULL\"}", "{}")),
          Map.entry("_interval", List.of("{P1M}", "{\"30 days\"}", "{P1D}")),
          Map.entry("_jsonb", List.of("{1}", "{1.0}", "{\"{\\\"a\\\": 1}\"}")));

  @Test
  void keysAreEqualIfTheDatabaseConsidersThemEqual(Sandbox sandbox) throws Exception {
    List<String> differences = new ArrayList<>();
    try (Connection connection =
        DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password())) {
      for (Map.Entry<String, List<String>> keys : KEYS.entrySet()) {
        ColumnFitter fitter = ColumnFitter.of(column(keys.getKey()));
        try (PreparedStatement equal =
            connection.prepareStatement(
                "SELECT ?::text::" + keys.getKey() + " = ?::text::" + keys.getKey())) {
          for (String one : keys.getValue()) {
            for (String other : keys.getValue()) {
              equal.setString(1, one);
              equal.setString(2, other);
              try (ResultSet result = equal.executeQuery()) {
                result.next();
                boolean same = RowKey.isSame(fitter.fitKey(one), fitter.fitKey(other));
                if (same != result.getBoolean(1)) {
                  differences.add(keys.getKey() + ": " + one + " and " + other + ": " + same);
                }
              }
            }
          }
        }
      }
    }

    assertThat(differences).isEmpty();
  }

  private static void check(
      Connection connection,
      String table,
      TargetColumn column,
      Object fitted,
      List<String> differences)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?) RETURNING v")) {
      insert.setObject(1, PostgresText.of(fitted), Types.OTHER);
      try (ResultSet result = insert.executeQuery()) {
        result.next();
        Object back = column.type().equals("money") ? fitted : read(result, fitted);
        if (!Objects.deepEquals(fitted, back)) {
          differences.add(type(column) + ": " + fitted + " came back as " + back);
        }
      }
    } catch (SQLException e) {
      differences.add(type(column) + ": " + fitted + ": " + e.getMessage());
    }
  }

  private static Object read(ResultSet result, Object fitted) throws SQLException {
    if (fitted instanceof Long) {
      return result.getLong(1);
    } else if (fitted instanceof BigDecimal) {
      return result.getBigDecimal(1);
    } else if (fitted instanceof Double) {
      return result.getDouble(1);
    } else if (fitted instanceof Boolean) {
      return result.getBoolean(1);
    } else if (fitted instanceof byte[]) {
      return result.getBytes(1);
    } else if (fitted instanceof LocalDate) {
      return result.getObject(1, LocalDate.class);
    } else if (fitted instanceof LocalTime) {
      return result.getObject(1, LocalTime.class);
    } else if (fitted instanceof LocalDateTime) {
      return result.getObject(1, LocalDateTime.class);
    } else if (fitted instanceof Instant) {
      return result.getObject(1, OffsetDateTime.class).toInstant();
    }
    // The database returns texts in its own form (JSON, arrays): the test is that it accepts them.
    return fitted;
  }

  private static List<Arguments> cases() {
    return Stream.of(
            ColumnFitterTest.fits(),
            ColumnFitterTest.fitsDatesAndTimes(),
            ColumnFitterTest.fitsJsonAndArrays())
        .flatMap(part -> part)
        .toList();
  }

  private static TargetColumn column(Object typeOrColumn) {
    return typeOrColumn instanceof TargetColumn column
        ? column
        : TestColumns.column("some", (String) typeOrColumn, 0, 0, true, false, false);
  }

  private static String type(TargetColumn column) {
    return switch (column.type()) {
      case "numeric" ->
          column.length() == 0
              ? "numeric"
              : "numeric(" + column.length() + "," + column.scale() + ")";
      case "varchar", "bpchar" ->
          column.type() + (column.length() == 0 ? "" : "(" + column.length() + ")");
      case "bit" -> "bit(" + Math.max(column.length(), 1) + ")";
      default -> column.type();
    };
  }
}
