package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark command on servers of its own. No assertion depends on the time. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectBenchIT {
  @TempDir private Path folder;

  @Test
  void measuresBothSystemsAndChecksTheirTables() throws Exception {
    Path file = folder.resolve("figures.json");
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);

    int code =
        Portage.execute(
            new Main.DirectEngine(),
            both,
            both,
            "bench",
            "--events=20000",
            "--keys=3000",
            "--skew=zipf",
            "--json=" + file);

    assertThat(printed.toString())
        .containsPattern("table +right +right")
        .contains("rows written per key", "[####");
    assertThat(code).isEqualTo(ExitCode.OK);
    JsonNode json = JsonMapper.builder().build().readTree(file.toFile());
    assertThat(json.at("/right").asBoolean()).isTrue();
    assertThat(json.at("/portage/deadLetters").asInt())
        .isEqualTo(json.at("/malformed").asInt())
        .isPositive();
    for (String system : List.of("portage", "consumerLoop")) {
      JsonNode figures = json.get(system);
      assertThat(figures.at("/table/rows").asInt()).isEqualTo(json.at("/keysWritten").asInt());
      assertThat(figures.at("/rowsWritten").asInt())
          .isBetween(json.at("/keysWritten").asInt(), 20_000);
      assertThat(figures.at("/rowsWrittenPerKey").asDouble()).isGreaterThanOrEqualTo(1);
      for (String name :
          List.of(
              "totalSeconds", "firstRowSeconds", "eventsPerSecond", "cpuSeconds", "peakRssBytes")) {
        assertThat(figures.get(name).asDouble()).as(system + " " + name).isPositive();
      }
      // So few rows can cost a fast database less than a tick of its clock.
      assertThat(figures.get("databaseCpuSeconds").isNumber()).as(system).isTrue();
    }
  }

  @Test
  void writesTwoHundredTablesThroughFewConnections() throws Exception {
    Path file = folder.resolve("tables.json");
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);

    int code =
        Portage.execute(
            new Main.DirectEngine(),
            both,
            both,
            "bench",
            "--events=10000",
            "--keys=2000",
            "--tables=200",
            "--json=" + file);

    assertThat(code).as(printed.toString()).isEqualTo(ExitCode.OK);
    JsonNode many = JsonMapper.builder().build().readTree(file.toFile()).get("portage");
    assertThat(many.at("/table/missing").asInt()).isZero();
    assertThat(many.at("/table/different").asInt()).isZero();
    assertThat(many.at("/table/rows").asInt()).isGreaterThan(1_900);
    assertThat(many.at("/peakConnections").asInt()).isBetween(1, 8);
  }
}
