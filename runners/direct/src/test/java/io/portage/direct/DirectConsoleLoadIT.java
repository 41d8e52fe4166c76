package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.contract.TestJob;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.SourceRecord;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console over 200 tables and 100,000 dead letters: the number of queries on the target, and of
 * dead letters read, is that of {@code console.md}. The times are written to a file, not asserted.
 */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class DirectConsoleLoadIT {
  private static final Path TIMES = Path.of("runners/direct/target/console/times.txt");
  private static final int TABLES = 200;
  private static final int LETTERS = 100_000;

  @TempDir private Path folder;

  @Test
  void aPageCostsAStatedNumberOfQueries(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "load", 1);
    List<String> names =
        IntStream.range(0, TABLES).mapToObj(i -> job.topic() + "_" + i).sorted().toList();
    for (String name : names) {
      job.database().execute("CREATE TABLE " + name + " (id bigint PRIMARY KEY, v numeric)");
    }
    try (Admin admin = job.admin()) {
      admin
          .createTopics(names.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
    }
    try (TransactionPooler database = TransactionPooler.to(sandbox.postgres().port())) {
      Path file = config(sandbox, job, names, database.port());
      PortageConfig config = ConfigReader.read(file, Map.of());
      write(config, names, 0, LETTERS);
      readsEachDeadLetterOnce(config, names);

      try (ConsoleJob console = new ConsoleJob(job, file, "--flink=http://127.0.0.1:1")) {
        boolean isComplete = false;
        while (!isComplete) {
          long began = System.nanoTime();
          JsonNode first = console.get("deadletters", "");
          note("a first page of dead letters, of " + first.path("total").asInt(), began);
          isComplete = first.path("isComplete").asBoolean();
        }
        console.get("tables", "");

        // The probe is the driver's, which sends an empty statement.
        assertThat(queries(database, console, "overview")).isEmpty();
        assertThat(queries(database, console, "tables")).hasSize(1);
        assertThat(queries(database, console, "deadletters")).isEmpty();

        JsonNode tables = console.get("tables", "");
        assertThat(tables.path("tables")).hasSize(TABLES);
        assertThat(tables.path("tables").findValues("letters").stream().mapToInt(JsonNode::asInt))
            .allMatch(letters -> letters >= LETTERS / TABLES);
        assertThat(console.get("deadletters", "").path("total").asInt()).isEqualTo(LETTERS + 3);
      }
    }
  }

  /** Returns the statements that one request of a page has cost, when no answer is kept. */
  private static List<String> queries(TransactionPooler database, ConsoleJob console, String page)
      throws Exception {
    // An answer is kept for two seconds: the clock of the answer tells when it is a new one.
    JsonNode kept = console.get("overview", "");
    org.awaitility.Awaitility.await()
        .until(
            () ->
                System.currentTimeMillis()
                    > java.time.Instant.parse(kept.path("at").asText()).toEpochMilli() + 4_000);
    int before = database.statements().size();
    long began = System.nanoTime();
    console.get(page, "");
    note("page " + page, began);
    List<String> all = database.statements();
    return all.subList(before, all.size()).stream()
        .filter(sql -> sql.startsWith("SELECT") || sql.startsWith("WITH"))
        .toList();
  }

  private static void note(String what, long began) throws IOException {
    Files.createDirectories(TIMES.getParent());
    Files.writeString(
        TIMES,
        "%s: %d ms%n".formatted(what, (System.nanoTime() - began) / 1_000_000),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void readsEachDeadLetterOnce(PortageConfig config, List<String> names)
      throws Exception {
    DeadLetterIndex index = DeadLetterIndex.of(config, 200_000, Clock.systemUTC());
    int read = 0;
    boolean isComplete = false;
    while (!isComplete) { // one refresh reads for about a second
      DeadLetterIndex.DeadLetterListing listing = index.refresh();
      read += listing.read();
      isComplete = listing.isComplete();
    }
    assertThat(read).isEqualTo(LETTERS);
    assertThat(index.refresh().read()).isZero();
    write(config, names, LETTERS, 3);
    DeadLetterIndex.DeadLetterListing listing = index.refresh();
    assertThat(listing.read()).isEqualTo(3);
    assertThat(listing.summaries()).hasSize(LETTERS + 3);
  }

  private static void write(PortageConfig config, List<String> names, int from, int count)
      throws Exception {
    byte[] value = "{\"op\":\"u\"}".getBytes(StandardCharsets.UTF_8);
    try (ResolutionWriter letters = DeadLetterStore.of(config).open()) {
      for (int i = from; i < from + count; i++) {
        SourceRecord raw =
            new SourceRecord(
                new Coordinates(names.get(i % TABLES), 0, i), i, i, null, value, List.of(), 0);
        letters.add(
            new StoredDeadLetter(
                DeadLetter.ofRecord(
                    Stage.NORMALIZE,
                    FailureCause.of(Reason.DOES_NOT_FIT, "column name: text is too long"),
                    1_726_531_200_000L + i,
                    raw,
                    ChangePart.WHOLE),
                null));
      }
      letters.sync();
    }
  }

  private Path config(Sandbox sandbox, TestJob job, List<String> names, int port) throws Exception {
    List<String> tables = new ArrayList<>();
    for (String name : names) {
      tables.add(
          "  - {from: %s, to: %s, key: [id], deletes: hard, metadata: {version: v}}"
              .formatted(name, name));
    }
    String database = sandbox.jdbcUrl().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
    return Files.writeString(
        folder.resolve("job.yaml"),
        """
        name: console
        source:
          kafka: {bootstrapServers: '%s', topics: [%s], groupId: %s_group}
          format: envelope-json
        tables:
        %s
        target:
          jdbc:
            url: 'jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&gssEncMode=disable&prepareThreshold=0'
            user: '%s'
            password: '%s'
        deadLetters: {kafka: {topic: %s_dlq, spill: '%s'}}
        """
            .formatted(
                sandbox.bootstrapServers(),
                String.join(", ", names),
                job.topic(),
                String.join("\n", tables),
                port,
                database,
                sandbox.user(),
                sandbox.password(),
                job.topic(),
                folder.resolve("spilled")));
  }
}
