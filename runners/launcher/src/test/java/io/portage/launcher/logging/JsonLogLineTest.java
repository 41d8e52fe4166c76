package io.portage.launcher.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.simple.SimpleLoggerFactory;

/** Every content of the log is one line of valid JSON. */
final class JsonLogLineTest {
  private static final Instant AT = Instant.parse("2026-01-01T14:02:30Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every UTF-16 unit, so control characters, line separators and halves of surrogates, too. */
  @Test
  void keepsEveryCharacter() throws Exception {
    for (int from = 0; from <= Character.MAX_VALUE; from += 256) {
      StringBuilder text = new StringBuilder();
      for (int unit = from; unit < from + 256; unit++) {
        text.append((char) unit);
      }
      String all = text.toString();

      String line =
          new JsonLogLine(
                  AT, "WARN", all, all, new IllegalStateException(all), Map.of("key" + all, all))
              .text();

      assertThat(line).doesNotContain("\n", "\r");
      JsonNode read = JSON.readTree(line);
      assertThat(read.path("logger").asText()).isEqualTo(all);
      assertThat(read.path("message").asText()).isEqualTo(all);
      assertThat(read.path("exception").path("message").asText()).isEqualTo(all);
      assertThat(read.path("fields").path("key" + all).asText()).isEqualTo(all);
    }
  }

  @Test
  void hasTimeLevelLoggerMessageExceptionAndFields() throws Exception {
    String line =
        new JsonLogLine(
                AT,
                "ERROR",
                "io.portage.X",
                "two\nlines \"quoted\" \u0000\u001b[K \u2028",
                new IllegalStateException("outer", new IllegalArgumentException("inner\n")),
                Map.of("count", 3L, "notANumber", Double.NaN))
            .text();

    JsonNode read = JSON.readTree(line);
    assertThat(read.path("timestamp").asText()).isEqualTo("2026-01-01T14:02:30Z");
    assertThat(read.path("level").asText()).isEqualTo("ERROR");
    assertThat(read.path("logger").asText()).isEqualTo("io.portage.X");
    assertThat(read.path("message").asText())
        .isEqualTo("two\nlines \"quoted\" \u0000\u001b[K \u2028");
    assertThat(read.path("exception").path("message").asText()).isEqualTo("outer");
    assertThat(read.path("exception").path("stackTrace").asText())
        .contains("\n\tat ", "Caused by: java.lang.IllegalArgumentException: inner");
    assertThat(read.path("fields").path("count").asLong()).isEqualTo(3);
  }

  @Test
  void hidesSecretsOfUrls() {
    String line =
        new JsonLogLine(
                AT,
                "WARN",
                "x",
                "jdbc:postgresql://h/d?password=sesame",
                new IllegalStateException("jdbc:postgresql://h/d?password=sesame"),
                Map.of())
            .text();

    assertThat(line).contains("jdbc:postgresql://h/d").doesNotContain("sesame");
  }

  @Test
  void aLoggerWritesItsArgumentsAndKeyValuePairs() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    JsonLogger log =
        new JsonLogger("a.b", new SimpleLoggerFactory().getLogger("io.portage.x"), () -> stream);

    log.warn("row {} of {}", 1, "two", new IllegalStateException("x"));
    log.atError().addKeyValue("table", List.of("users")).addKeyValue("rows", 7).log("done {}", 1);
    log.trace("not logged");

    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.path("message").asText()).isEqualTo("row 1 of two");
    assertThat(first.path("logger").asText()).isEqualTo("a.b");
    assertThat(first.path("exception").path("message").asText()).isEqualTo("x");
    JsonNode second = JSON.readTree(lines.get(1));
    assertThat(second.path("level").asText()).isEqualTo("ERROR");
    assertThat(second.path("message").asText()).isEqualTo("done 1");
    assertThat(second.path("fields").path("table").asText()).isEqualTo("[users]");
    assertThat(second.path("fields").path("rows").asInt()).isEqualTo(7);
  }

  @Test
  void messagesOfACommandAreOneLineEach() throws Exception {
    StringWriter text = new StringWriter();
    JsonLineWriter out =
        JsonLineWriter.to(new PrintWriter(text), "INFO", Clock.fixed(AT, ZoneOffset.UTC));

    out.println("a table\n  of lines\n");
    out.println();
    out.print("in ");
    out.printf("%d parts%n", 2);
    out.flush();
    out.message("figures", null, Map.of("dead", 2));

    List<String> lines = text.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(JSON.readTree(lines.get(0)).path("message").asText())
        .isEqualTo("a table\n  of lines");
    assertThat(JSON.readTree(lines.get(1)).path("message").asText()).isEqualTo("in 2 parts");
    assertThat(JSON.readTree(lines.get(2)).path("fields").path("dead").asInt()).isEqualTo(2);
  }

  @Test
  void theFormatIsKnownBeforeTheCommandLineIsParsed() {
    assertThat(LogFormat.of("run", "--log-format=json")).isEqualTo(LogFormat.JSON);
    assertThat(LogFormat.of("run", "--log-format", "JSON")).isEqualTo(LogFormat.JSON);
    assertThat(LogFormat.of("run", "--log-format")).isEqualTo(LogFormat.TEXT);
    assertThat(LogFormat.of("status", "--format=json")).isEqualTo(LogFormat.TEXT);
  }
}
