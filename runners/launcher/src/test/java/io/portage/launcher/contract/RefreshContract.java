package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * References of a job that follows its topics: new rows get the current content of the sources
 * after {@code refresh}, repeatedly, and during an outage of a source its last good content.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RefreshContract extends OnARunner {
  private static final String TABLE = "refreshed_users";
  private static final String REGIONS = "refreshed_regions";

  @TempDir private Path folder;

  private TestJob job;
  private long published;

  @Test
  void newRowsGetTheCurrentContentOfTheReferences(Sandbox sandbox) throws Exception {
    job = TestJob.create(sandbox, engine(), beamOptions(), "refresh", 1, Map.of());
    job.database()
        .execute(
            "DROP TABLE IF EXISTS %1$s, %2$s;".formatted(TABLE, REGIONS)
                + "CREATE TABLE %s (user_id bigint PRIMARY KEY, country text, region text,"
                    .formatted(TABLE)
                + " portage_version numeric);"
                + "CREATE TABLE %s (code text PRIMARY KEY, region text)".formatted(REGIONS));
    Path csv = folder.resolve("countries.csv");
    write(csv, "none");
    Path config = Files.writeString(folder.resolve("job.yaml"), config(csv));

    try (JobProcess process =
        job.start(
            main(), config, List.of("-Xmx400m", "-Dorg.slf4j.simpleLogger.log.io.portage=warn"))) {
      awaitRow(process, "none", "\\N");
      for (String content : List.of("first", "second", "third")) {
        write(csv, content);
        awaitRow(process, content, content);
      }
      Files.delete(csv);
      job.database().execute("DROP TABLE " + REGIONS);
      awaitWarning(process, "countries");
      awaitWarning(process, "regions");
      for (int i = 0; i < 3; i++) {
        assertThat(row(process, publish())).isEqualTo(List.of("third", "third"));
      }
      job.database().execute("CREATE TABLE " + REGIONS + " (code text PRIMARY KEY, region text)");
      write(csv, "healed");
      awaitRow(process, "healed", "healed");
      for (int i = 0; i < 3; i++) {
        assertThat(row(process, publish())).isEqualTo(List.of("healed", "healed"));
      }
    }
    assertThat(job.deadLetters()).isEmpty();
  }

  private String config(Path csv) {
    return """
        name: refresh
        source:
          kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
          format: envelope-json
        latest: {emitEvery: 100ms}
        references:
          countries: {csv: "%s", key: code, refresh: 1s}
          regions: {jdbc: {query: "select code, region from %s"}, key: code, refresh: 1s}
        tables:
          - from: ${TOPIC}
            to: %s
            key: [user_id]
            deletes: hard
            columns:
              user_id: {}
              country: {lookup: countries, by: country_code, column: country, miss: null}
              region: {lookup: regions, by: country_code, column: region, miss: null}
            metadata: {version: portage_version}
        target:
          jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
        deadLetters:
          kafka: {topic: "${DEAD_LETTERS}"}
        """
        .formatted(csv, REGIONS, TABLE);
  }

  /** Writes this content for the country to both sources; the file is replaced atomically. */
  private void write(Path csv, String content) throws Exception {
    Path next = Files.writeString(folder.resolve("next.csv"), "code,country\nXX," + content + "\n");
    Files.move(next, csv, StandardCopyOption.ATOMIC_MOVE);
    if (!content.equals("none")) {
      job.database()
          .execute(
              "INSERT INTO %s VALUES ('XX', '%s') ON CONFLICT (code) DO UPDATE SET region = excluded.region"
                  .formatted(REGIONS, content));
    }
  }

  /** Publishes users until one is enriched with these values. */
  private void awaitRow(JobProcess process, String country, String region) {
    List<String> wanted = List.of(country, region);
    await(process).until(() -> row(process, publish()).equals(wanted));
  }

  private long publish() {
    long id = ++published;
    String text =
        "{\"op\":\"c\",\"after\":{\"user_id\":%d,\"country_code\":\"XX\"},\"timestamp_ms\":%d}"
            .formatted(id, 1_726_531_200_000L + id);
    job.publish(
        List.of(new EventFile.Event(0, null, text.getBytes(StandardCharsets.UTF_8), 0, null)));
    return id;
  }

  /** Returns the country and the region of this user as soon as its row is written. */
  private List<String> row(JobProcess process, long id) {
    Map<String, List<String>> rows = new HashMap<>();
    await(process)
        .until(
            () -> {
              for (List<String> row :
                  job.database().rows(TABLE, List.of("user_id", "country", "region"))) {
                rows.put(row.get(0), row.subList(1, 3));
              }
              return rows.containsKey(Long.toString(id));
            });
    return rows.get(Long.toString(id));
  }

  private static void awaitWarning(JobProcess process, String reference) {
    await(process)
        .until(
            () ->
                process
                    .log()
                    .contains(
                        "Reference "
                            + reference
                            + " could not be read, its last good content stays"));
  }

  private static ConditionFactory await(JobProcess process) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50))
        .failFast("the job ended", (Callable<Boolean>) () -> !process.isAlive());
  }
}
