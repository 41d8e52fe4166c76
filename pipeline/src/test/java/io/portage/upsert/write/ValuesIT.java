package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SandboxExtension.class)
class ValuesIT {
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/St_Johns", "Pacific/Kiritimati"})
  void everyTypeArrivesExactlyInEveryZone(String zone, Sandbox sandbox) {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      writeAndReadBack(sandbox);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static void writeAndReadBack(Sandbox sandbox) {
    check(sandbox, "smallint", -32_768L, "-32768");
    check(sandbox, "integer", 2_147_483_647L, "2147483647");
    check(sandbox, "bigint", Long.MIN_VALUE, "-9223372036854775808");
    check(sandbox, "real", (double) 0.1f, "0.1");
    check(sandbox, "double precision", Double.NEGATIVE_INFINITY, "-Infinity");
    check(sandbox, "double precision", 0.1, "0.1");
    check(sandbox, "numeric", new BigDecimal("12345678901234567890.000000001"), null);
    check(sandbox, "numeric(6,2)", new BigDecimal("1234.50"), "1234.50");
    check(sandbox, "numeric", "NaN", "NaN");
    check(sandbox, "boolean", true, "t");
    check(sandbox, "text", "quote ' \" \\ {,} \uD83D\uDE00 \n", null);
    check(sandbox, "text", "", "");
    check(sandbox, "text", "NULL", "NULL");
    check(sandbox, "varchar(3)", "abc", "abc");
    check(sandbox, "char(3)", "ab", "ab ");
    check(sandbox, "bytea", new byte[] {0, -1, 39, 92}, "\\x00ff275c");
    check(sandbox, "date", LocalDate.of(1582, 10, 10), "1582-10-10");
    check(sandbox, "date", LocalDate.of(-4711, 1, 1), "4712-01-01 BC");
    check(sandbox, "date", "infinity", "infinity");
    check(sandbox, "time", LocalTime.of(23, 59, 59, 999_999_000), "23:59:59.999999");
    check(sandbox, "time", "24:00:00", "24:00:00");
    check(sandbox, "timetz", "01:02:03+05", "01:02:03+05");
    check(
        sandbox,
        "timestamp",
        LocalDateTime.of(2024, 3, 31, 2, 30, 0, 1_000),
        "2024-03-31 02:30:00.000001");
    check(sandbox, "timestamp", LocalDateTime.of(99, 1, 1, 0, 0), "0099-01-01 00:00:00");
    check(
        sandbox,
        "timestamptz",
        Instant.parse("2024-03-31T01:30:00.123456Z"),
        "2024-03-31 01:30:00.123456+00");
    check(
        sandbox,
        "timestamptz",
        Instant.parse("+12345-01-01T00:00:00.000001Z"),
        "12345-01-01 00:00:00.000001+00");
    check(sandbox, "timestamptz", "-infinity", "-infinity");
    check(sandbox, "interval", "1 mon -2 days 03:04:05", "1 mon -2 days +03:04:05");
    check(sandbox, "uuid", "00000000-0000-0000-0000-00000000000a", null);
    check(sandbox, "json", "{\"a\": 1}", null);
    check(sandbox, "jsonb", "{\"a\": 1}", null);
    check(sandbox, "text[]", "{\"a,b\",NULL}", null);
    check(sandbox, "bigint[]", "{1,2}", null);
    check(sandbox, "inet", "10.0.0.1/8", null);
    check(sandbox, "bit(3)", "101", "101");
    check(sandbox, "xml", "<a/>", null);
    check(sandbox, "\"char\"", "x", "x");
  }

  private static void check(Sandbox sandbox, String type, Object value, @Nullable String expected) {
    try (TestTarget target = new TestTarget(sandbox, "c " + type)) {
      WriteResult result =
          together(
              target.soft(),
              target.given.upsert(1L, 1, "c", value),
              target.given.upsert(2L, 1, "c", null));

      assertThat(result.dead()).as(type).isEmpty();
      assertThat(target.rows("c"))
          .as(type)
          .containsExactly(expected == null ? value.toString() : expected, "~");
    }
  }

  @Test
  void domainsAndEnumsAreWritten(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "name text")) {
      String mood = target.table + "_mood";
      String positive = target.table + "_positive";
      target.execute("CREATE TYPE _" + mood + " AS (taken int)"); // the usual name of the array
      target.execute("CREATE TYPE " + mood + " AS ENUM ('good', 'Bad')");
      target.execute("CREATE DOMAIN " + positive + " AS integer CHECK (VALUE > 0)");
      target.execute(
          "ALTER TABLE "
              + target.table
              + " ADD m "
              + mood
              + ", ADD ms "
              + mood
              + "[], ADD p "
              + positive);

      WriteResult result =
          together(
              target.soft(),
              target.given.upsert(1L, 1, "m", "Bad", "ms", "{good,Bad}", "p", 3L),
              target.given.upsert(2L, 1, "m", "Bad", "ms", null, "p", -3L),
              target.given.upsert(3L, 1, "m", "ugly", "ms", null, "p", 1L));

      assertThat(target.rows("m, ms, p")).containsExactly("Bad|{good,Bad}|3");
      assertThat(result.dead())
          .extracting(
              deadLetter -> deadLetter.cause().sqlState() + " " + deadLetter.cause().column())
          .containsExactly("23514 p", "22P02 m");
      target.execute("DROP TYPE " + mood + ", _" + mood + " CASCADE");
      target.execute("DROP DOMAIN " + positive + " CASCADE");
    }
  }

  @Test
  void aSyntaxErrorInAValueIsOfTheRow(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "q tsquery, p jsonpath")) {
      WriteResult result =
          together(
              target.soft(),
              target.given.upsert(1L, 1, "q", "'a' & 'b'", "p", "$"),
              target.given.upsert(2L, 1, "q", "secret &", "p", "$"),
              target.given.upsert(3L, 1, "q", "'a'", "p", "secret ["));

      assertThat(target.rows("q, p")).containsExactly("'a' & 'b'|$");
      assertThat(result.dead())
          .extracting(
              deadLetter -> deadLetter.cause().sqlState() + " " + deadLetter.cause().column())
          .containsExactly("42601 q", "42601 p");
      assertThat(result.dead())
          .noneMatch(deadLetter -> deadLetter.cause().message().contains("secret"));
    }
  }

  @Test
  void keysOfEveryKindFindTheirRow(Sandbox sandbox) {
    checkKey(sandbox, "integer", 7L);
    checkKey(sandbox, "numeric(6,2)", new BigDecimal("7.50"));
    checkKey(sandbox, "varchar(9)", "k\"'\\");
    checkKey(sandbox, "char(9)", "k");
    checkKey(sandbox, "uuid", "00000000-0000-0000-0000-00000000000a");
    checkKey(sandbox, "bytea", new byte[] {0, 1});
    checkKey(sandbox, "date", LocalDate.of(2024, 2, 29));
    checkKey(sandbox, "timestamptz", Instant.parse("2024-02-29T00:00:00.000001Z"));
    checkKey(sandbox, "real", (double) 0.1f);
  }

  private static void checkKey(Sandbox sandbox, String type, Object key) {
    try (TestTarget target = new TestTarget(sandbox, "id " + type + " primary key", "name text")) {
      WriteResult result =
          TestTarget.inTurn(
              target.hard(),
              target.given.upsert(key, 1, "name", "a"),
              target.given.partial(key, 2, "name", "b"),
              target.given.upsert(key, 3, "name", "c"),
              target.given.upsert(key, 2, "name", "stale"));
      assertThat(target.rows("name")).as(type).containsExactly("c");
      assertThat(result.counts()).as(type).isEqualTo(new WriteCounts(0, 0, 1));

      WriteResult deleted = together(target.hard(), target.given.delete(key, 4));

      assertThat(target.rows("name")).as(type).isEmpty();
      assertThat(deleted.counts()).as(type).isEqualTo(new WriteCounts(1, 0, 0));
    }
  }
}
