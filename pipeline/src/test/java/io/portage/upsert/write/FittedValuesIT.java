package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteResult;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoded values through the catalog, the fitter and the writer into the database. */
@ExtendWith(SandboxExtension.class)
class FittedValuesIT {
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/St_Johns", "Pacific/Kiritimati"})
  void arrivesAsItWasInEveryZoneOfJvmAndServer(String zone, Sandbox sandbox) throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    String url = sandbox.jdbcUrl();
    String elsewhere =
        url + (url.contains("?") ? "&" : "?") + "options=-c%20TimeZone=Asia/Kathmandu";
    JdbcConfig jdbc =
        new JdbcConfig(elsewhere, Secret.of(sandbox.user()), Secret.of(sandbox.password()));
    try (TestTarget target = new TestTarget(jdbc, "id bigint primary key", "c text")) {
      times(target);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static void times(TestTarget target) throws Exception {
    arrives(target, "date", "1582-10-10", "1582-10-10");
    arrives(target, "date", 19_782L, "2024-02-29");
    arrives(target, "date", "0044-03-15 BC", "0044-03-15 BC");
    arrives(target, "date", "12345-01-01", "12345-01-01");
    arrives(target, "date", "infinity", "infinity");
    arrives(target, "date[]", List.of(LocalDate.of(-43, 3, 15)), "{\"0044-03-15 BC\"}");
    arrives(target, "time(3)", LocalTime.of(23, 59, 59, 999_000_000), "23:59:59.999");
    arrives(target, "time", "24:00:00", "24:00:00");
    arrives(target, "timetz", "10:33:23+05:45", "10:33:23+05:45");
    arrives(target, "timestamp", "2024-03-10T02:30:00", "2024-03-10 02:30:00");
    arrives(target, "timestamp", "0044-03-15 12:00:00 BC", "0044-03-15 12:00:00 BC");
    arrives(target, "timestamp(3)", "2024-03-10T02:30:00.123", "2024-03-10 02:30:00.123");
    arrives(target, "timestamp", "-infinity", "-infinity");
    arrives(
        target,
        "timestamp[]",
        List.of(LocalDateTime.of(12_345, 1, 1, 0, 0, 1)),
        "{\"12345-01-01 00:00:01\"}");
    arrives(target, "timestamptz", "2024-03-10T02:30:00+02:00", "2024-03-10 00:30:00+00");
    arrives(target, "timestamptz", "12345-01-01 00:00:00-01", "12345-01-01 01:00:00+00");
    arrives(
        target,
        "timestamptz",
        Instant.parse("-0043-03-15T00:00:00.000001Z"),
        "0044-03-15 00:00:00.000001+00 BC");
    arrives(target, "timestamptz[]", List.of(Instant.EPOCH), "{\"1970-01-01 00:00:00+00\"}");
    arrives(target, "interval", "-838:59:59.123456", "-838:59:59.123456");
    arrives(target, "interval day", "P1Y2M3D", "1 year 2 mons 3 days");
  }

  @Test
  void arrivesUnchanged(Sandbox sandbox) throws Exception {
    try (TestTarget target = new TestTarget(sandbox, "c text")) {
      arrives(target, "numeric", "NaN", "NaN");
      arrives(target, "numeric", Double.NEGATIVE_INFINITY, "-Infinity");
      arrives(target, "numeric(5,2)", "NAN", "NaN");
      arrives(target, "numeric(20,0)", new BigDecimal("18446744073709551615"), null);
      arrives(target, "numeric(2,-3)", 12_000L, "12000");
      arrives(target, "numeric(6,2)[]", "{1.5,NULL}", "{1.50,NULL}");
      arrives(target, "float4", Double.NaN, "NaN");
      arrives(target, "float8[]", List.of(0.1, Double.POSITIVE_INFINITY), "{0.1,Infinity}");
      arrives(target, "money", new BigDecimal("-1234.50"), "-$1,234.50");
      arrives(target, "money[]", List.of(new BigDecimal("0.50")), "{$0.50}");
      arrives(target, "bit(11)", new byte[] {5, 4}, "10000000101");
      arrives(target, "varbit(5)", "0101", "0101");
      arrives(target, "bytea", "\\xDEAD", "\\xdead");
      arrives(target, "bytea[]", List.of(new byte[] {0, -1}), "{\"\\\\x00ff\"}");
      arrives(
          target,
          "uuid[]",
          List.of("0F8FAD5B-D9CB-469F-A165-70867728950E"),
          "{0f8fad5b-d9cb-469f-a165-70867728950e}");
      arrives(
          target,
          "varchar(2)[]",
          Arrays.asList("a\"", null, "\uD83D\uDE00\uD83D\uDE00"),
          "{\"a\\\"\",NULL,\uD83D\uDE00\uD83D\uDE00}");
      arrives(target, "json", "{\"a\": \"\\u0000\"}", null);
      arrives(
          target,
          "jsonb",
          Map.of("n", new BigDecimal("12345678901234567890.10")),
          "{\"n\": 12345678901234567890.10}");
      arrives(target, "jsonb[]", List.of(Map.of("a", 1L)), "{\"{\\\"a\\\": 1}\"}");
      arrives(target, "int4range", "[1,5)", "[1,5)");
      arrives(target, "inet", "10.0.0.1/8", "10.0.0.1/8");
      arrives(target, "point", "(1.5,2)", "(1.5,2)");
    }
  }

  private static void arrives(TestTarget target, String type, Object value, String expected)
      throws ValueDoesNotFitException {
    retype(target, type);
    Object fitted = ColumnFitter.fit(target.column("c"), value);

    WriteResult result = together(target.soft(), target.given.upsert(1L, 1, "c", fitted));

    assertThat(result.dead()).as(type).isEmpty();
    assertThat(target.rows("c"))
        .as(type)
        .containsExactly(expected == null ? value.toString() : expected);
  }

  private static void retype(TestTarget target, String type) {
    target.execute(
        "TRUNCATE %1$s; ALTER TABLE %1$s DROP COLUMN c, ADD COLUMN c %2$s"
            .formatted(target.table, type));
  }

  /** The writer is older than the column's new type, to which the values were fitted. */
  @Test
  void writesTheWiderTypeOfAColumnThatIsAlteredMeanwhile(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "c int4, d text")) {
      BatchWriter writer = target.soft();
      together(writer, target.given.upsert(1L, 1, "c", 1L, "d", "a"));
      target.execute("ALTER TABLE " + target.table + " ALTER c TYPE int8");

      WriteResult result =
          together(
              writer,
              target.given.upsert(1L, 2, "c", 3_000_000_000L, "d", "b"),
              target.given.upsert(2L, 3, "c", 4_000_000_000L, "d", "c"));

      assertThat(result.dead()).isEmpty();
      assertThat(target.rows("c, d")).containsExactly("3000000000|b", "4000000000|c");
    }
  }

  @Test
  void rejectsWithTheColumnValuesThatTheDatabaseWouldRoundOrTruncate(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "c text")) {
      isRejected(target, "timestamp(3)", "2024-03-10T02:30:00.1234");
      isRejected(target, "timestamptz(0)[]", List.of(Instant.parse("2024-03-10T02:30:00.5Z")));
      isRejected(target, "time(0)", "10:00:00.5");
      isRejected(target, "interval(3)", "00:00:00.0001");
      isRejected(target, "interval year to month", "P1M2D");
      isRejected(target, "varchar(2)[]", List.of("abc"));
      isRejected(target, "char(2)[]", "{abc}");
      isRejected(target, "numeric(6,2)[]", "{1.005}");
      isRejected(target, "\"char\"", "ab");
      isRejected(target, "money", "0.001");
      isRejected(target, "bit(3)", "01");
      isRejected(target, "varbit(3)[]", List.of("0101"));
    }
  }

  private static void isRejected(TestTarget target, String type, Object value) {
    retype(target, type);
    ValueDoesNotFitException unfit =
        catchThrowableOfType(
            ValueDoesNotFitException.class, () -> ColumnFitter.fit(target.column("c"), value));

    assertThat(unfit).as(type).isNotNull();
    assertThat(unfit.column()).isEqualTo("c");
  }

  @Test
  void namesTheColumnOfARejectionByTheDatabase(Sandbox sandbox) {
    try (TestTarget target =
        new TestTarget(sandbox, "a int CHECK (a > 0), b text, c text, d text UNIQUE")) {
      namesTheColumn(target, "inet", "not an address");
      namesTheColumn(target, "int4range", "[5,1)");
      namesTheColumn(target, "interval", "P1X");
      namesTheColumn(target, "xml", "<a>");
      namesTheColumn(target, "positive", 0L);

      WriteResult result = together(target.soft(), target.given.upsert(1L, 1, "a", 0L, "b", "x"));
      assertThat(result.dead())
          .singleElement()
          .extracting(dead -> dead.cause().column())
          .isEqualTo("a");
    }
  }

  private static void namesTheColumn(TestTarget target, String type, Object value) {
    boolean domain = type.equals("positive");
    if (domain) {
      target.execute("CREATE DOMAIN " + target.table + "_d AS int CHECK (VALUE > 0)");
    }
    retype(target, domain ? target.table + "_d" : type);

    WriteResult result =
        together(target.soft(), target.given.upsert(1L, 1, "a", 1L, "b", "x", "c", value));

    assertThat(result.dead())
        .singleElement()
        .satisfies(
            dead -> {
              assertThat(dead.cause().column()).as(type).isEqualTo("c");
              assertThat(dead.cause().message()).startsWith("column c: ").doesNotContain("addr");
            });
    if (domain) {
      target.execute(
          "DROP DOMAIN " + target.table + "_d CASCADE; ALTER TABLE " + target.table + " ADD c int");
    }
  }

  @Test
  void identityKeysHaveTheSourcesValuesAndGeneratedColumnsTheDatabases(Sandbox sandbox) {
    try (TestTarget target =
        new TestTarget(
            sandbox,
            "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
            "n int, twice int GENERATED ALWAYS AS (n * 2) STORED")) {
      WriteResult result =
          TestTarget.inTurn(
              target.soft(),
              target.given.upsert(7L, 1, "n", 1L, "twice", 9L),
              target.given.upsert(7L, 2, "n", 2L, "twice", 9L),
              target.given.partial(7L, 3, "n", 3L));

      assertThat(result.dead()).isEmpty();
      assertThat(target.rows("id, n, twice")).containsExactly("7|3|6");
    }
  }
}
