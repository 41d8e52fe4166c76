package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.reference.ReferenceException;
import io.portage.fault.TcpProxy;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
final class QuerySourceIT {
  private static final String EVERY_TYPE =
      "select 7::smallint as id, 'x'::varchar as txt, 12.50::numeric as num, true as flag, 1.5::real"
          + " as dbl, date '2024-02-29' as day, timestamp '2024-02-29 12:00:00' as stamp,"
          + " timestamptz '2024-02-29 12:00:00+02' as moment, decode('00ff', 'hex') as raw,"
          + " null::bigint as nil, 'fae1c0de-0000-0000-0000-000000000000'::uuid as uid,"
          + " '{\"a\": 1}'::jsonb as doc";

  @Test
  void keepsTheTypesOfColumnsAndFindsKeysByTheirText(Sandbox sandbox) throws Exception {
    List<String> wanted =
        List.of("txt", "num", "flag", "dbl", "day", "stamp", "moment", "raw", "nil", "uid", "doc");

    ReferenceTable reference = read(sandbox, EVERY_TYPE, wanted);

    assertThat(reference.rows().get("7"))
        .isEqualTo(
            Row.of(
                Columns.of(wanted),
                "x",
                new BigDecimal("12.50"),
                true,
                1.5,
                LocalDate.of(2024, 2, 29),
                LocalDateTime.of(2024, 2, 29, 12, 0),
                Instant.parse("2024-02-29T10:00:00Z"),
                new byte[] {0, -1},
                null,
                "fae1c0de-0000-0000-0000-000000000000",
                "{\"a\": 1}"));
  }

  @Test
  void readsValuesWithoutAJavaTypeAsText(Sandbox sandbox) throws Exception {
    List<String> wanted = List.of("nan", "num", "day", "stamp", "moment", "late", "zoned");
    String query =
        "select 7 as id, 'NaN'::numeric as nan, 'Infinity'::numeric as num, 'infinity'::date as day,"
            + " '-infinity'::timestamp as stamp, 'infinity'::timestamptz as moment,"
            + " '24:00'::time as late, '10:00+02'::timetz as zoned";

    assertThat(read(sandbox, query, wanted).rows())
        .containsEntry(
            "7",
            Row.of(
                Columns.of(wanted),
                "NaN",
                "Infinity",
                "infinity",
                "-infinity",
                "infinity",
                "24:00:00",
                "10:00:00+02"));
  }

  @Test
  void readsMoreRowsThanOneFetch(Sandbox sandbox) throws Exception {
    assertThat(
            read(sandbox, "select g as id, 'n' || g as name from generate_series(1, 2500) g")
                .rows())
        .hasSize(2_500)
        .containsEntry("2500", Row.of(Columns.of("name"), "n2500"));
  }

  @Test
  void rejectsNullAndDuplicateKeysAndAMissingColumn(Sandbox sandbox) {
    assertThatThrownBy(
            () -> read(sandbox, "select 1 as id, 'a' as name union all select 1, 'secret'"))
        .isInstanceOf(ReferenceException.class)
        .hasMessage("row 2 has the same id as an earlier entry");
    assertThatThrownBy(() -> read(sandbox, "select null as id, 'a' as name"))
        .hasMessage("row 1 has no id");
    assertThatThrownBy(() -> read(sandbox, "select 1 as id")).hasMessage("there is no column name");
  }

  @Test
  void reportsTheSqlStateAndNoSecretIfTheQueryOrTheConnectionFails(Sandbox sandbox) {
    assertThatThrownBy(() -> read(sandbox, "select 'secret'::int as id, 1 as name"))
        .isInstanceOf(ReferenceException.class)
        .hasMessageContaining("22P02")
        .hasMessageNotContaining("secret");
    JdbcConfig nowhere =
        new JdbcConfig(
            "jdbc:postgresql://localhost:1/x?password=hidden", Secret.of("u"), Secret.of("hidden"));
    assertThatThrownBy(
            () -> ReferenceReader.readFromSource(spec("select 1", nowhere, List.of("name")), 5))
        .isInstanceOf(ReferenceException.class)
        .hasMessageContaining("08001")
        .hasMessageNotContaining("hidden");
    JdbcConfig unknown =
        new JdbcConfig("jdbc:none:?password=hidden", Secret.of("u"), Secret.of("p"));
    assertThatThrownBy(
            () -> ReferenceReader.readFromSource(spec("select 1", unknown, List.of("name")), 5))
        .isInstanceOf(ReferenceException.class)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void readsInASessionOfThePool(Sandbox sandbox) throws Exception {
    ReferenceTable session =
        read(
            sandbox,
            "select 1 as id, current_setting('application_name') || ' '"
                + " || current_setting('TimeZone') as name");

    assertThat(session.rows().get("1")).isEqualTo(Row.of(Columns.of("name"), "portage UTC"));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDatabaseThatDoesNotAnswerIsAnError(Sandbox sandbox) throws Exception {
    try (TcpProxy silent = TcpProxy.to(URI.create(sandbox.jdbcUrl().substring(5)).getPort())) {
      silent.stall(true);
      JdbcConfig connection =
          new JdbcConfig(
              silent.through(sandbox.jdbcUrl()),
              Secret.of(sandbox.user()),
              Secret.of(sandbox.password()));

      assertThatThrownBy(
              () ->
                  ReferenceReader.readFromSource(spec("select 1", connection, List.of("name")), 5))
          .isInstanceOf(ReferenceException.class)
          .hasMessageStartingWith("the query failed");
    }
  }

  @Test
  void leavesNoConnectionOpen(Sandbox sandbox) throws Exception {
    String application = "reference-probe";
    JdbcConfig connection =
        new JdbcConfig(
            sandbox.jdbcUrl() + "?ApplicationName=" + application,
            Secret.of(sandbox.user()),
            Secret.of(sandbox.password()));
    String query =
        "select 1 as id, count(*) as name from pg_stat_activity where application_name = '"
            + application
            + "'";
    for (int i = 0; i < 3; i++) {
      ReferenceTable own =
          ReferenceReader.readFromSource(spec(query, connection, List.of("name")), 5);
      assertThat((Long) own.rows().get("1").get("name")).isPositive(); // sees its own session
    }
    assertThatThrownBy(
            () ->
                ReferenceReader.readFromSource(
                    spec("select 'x'::int as id", connection, List.of("name")), 5))
        .isInstanceOf(ReferenceException.class);

    // Within the pool's idle timeout of a minute, so that a pool that is left open is noticed.
    await().atMost(Duration.ofSeconds(20)).until(() -> sessions(sandbox, application) == 0);
  }

  private static int sessions(Sandbox sandbox, String application) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) from pg_stat_activity where application_name = ?")) {
      statement.setString(1, application);
      try (ResultSet count = statement.executeQuery()) {
        count.next();
        return count.getInt(1);
      }
    }
  }

  private static ReferenceTable read(Sandbox sandbox, String query) throws ReferenceException {
    return read(sandbox, query, List.of("name"));
  }

  private static ReferenceTable read(Sandbox sandbox, String query, List<String> wanted)
      throws ReferenceException {
    JdbcConfig connection =
        new JdbcConfig(sandbox.jdbcUrl(), Secret.of(sandbox.user()), Secret.of(sandbox.password()));
    return ReferenceReader.readFromSource(spec(query, connection, wanted), 5);
  }

  private static ReferenceSpec spec(String query, JdbcConfig connection, List<String> wanted) {
    // The query is on the target, since it has no connection of its own.
    return new ReferenceSpec("names", Jobs.query(query, "id"), connection, wanted);
  }
}
