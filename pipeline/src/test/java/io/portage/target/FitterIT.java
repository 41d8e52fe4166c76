package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
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
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.Arguments;

/** What the fitter lets through, a real PostgreSQL takes and gives back unchanged. */
@ExtendWith(SandboxExtension.class)
final class FitterIT {
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
    // Texts come back in the database's own spelling (JSON, arrays): that they were taken counts.
    return fitted;
  }

  private static List<Arguments> cases() {
    return Stream.of(
            FitterTest.fits(), FitterTest.fitsDatesAndTimes(), FitterTest.fitsJsonAndArrays())
        .flatMap(part -> part)
        .toList();
  }

  private static TargetColumn column(Object typeOrColumn) {
    return typeOrColumn instanceof TargetColumn column
        ? column
        : new TargetColumn("some", (String) typeOrColumn, 0, 0, true, false, false);
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
