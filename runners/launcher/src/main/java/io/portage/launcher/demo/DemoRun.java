package io.portage.launcher.demo;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.launcher.Engine;
import io.portage.launcher.output.TextTable;
import io.portage.launcher.publish.EventFile;
import io.portage.launcher.publish.EventPublisher;
import io.portage.launcher.run.JobRunner;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One demo on a running sandbox: publish, run, show, check. */
final class DemoRun {
  private static final List<String> COLUMNS =
      List.of("user_id", "name", "email", "country_code", "is_deleted", "updated_at");

  private final Engine engine;
  private final List<String> beamOptions;
  private final DemoSandbox sandbox;
  private final Path data;
  private final PortageConfig config;
  private final PrintWriter out;

  DemoRun(Engine engine, List<String> beamOptions, DemoSandbox sandbox, Path data, PrintWriter out)
      throws ConfigException {
    this.engine = engine;
    this.beamOptions = beamOptions;
    this.sandbox = sandbox;
    this.data = data;
    this.config = ConfigReader.read(data.resolve("users.yaml"), sandbox.environment());
    this.out = out;
  }

  /** Runs the sample events and returns the differences from the expected result. */
  List<String> sample() throws IOException, SQLException {
    publish(EventFile.read(data.resolve("events/users.jsonl")));
    ExpectedResult expected = ExpectedResult.read(data.resolve("scenarios/demo"));
    LedgerSummary ledger = JobRunner.runToEnd(engine, config, beamOptions, out);
    List<List<String>> rows = sandbox.database().rows(DemoSandbox.TABLE, expected.columns());
    List<DeadLetter> deadLetters =
        DeadLetterTopic.read(sandbox.bootstrapServers(), DemoSandbox.DEAD_LETTERS);
    out.println("\nTable " + DemoSandbox.TABLE + "\n");
    out.println(TextTable.render(expected.columns(), rows));
    show(deadLetters);
    out.println(ledger.render());
    return expected.differences(
        rows, deadLetters.stream().map(DeadLetterTopic::line).toList(), ledger);
  }

  /** Runs generated events and returns the differences from their model. */
  List<String> generated(Workload workload) throws SQLException {
    publish(workload.events());
    long started = System.nanoTime();
    LedgerSummary ledger;
    try (CommittedOffsets group =
            new CommittedOffsets(sandbox.bootstrapServers(), config.source().groupId());
        ProgressBar progress = ProgressBar.show(out, workload.events().size(), group::sum)) {
      ledger = JobRunner.runToEnd(engine, config, beamOptions, out);
      progress.finish();
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    out.printf(
        Locale.ROOT,
        "  %,d events in %.1f s: %,.0f events/s, start of the runner included%n%n",
        workload.events().size(),
        seconds,
        workload.events().size() / seconds);
    out.println(ledger.render());
    List<String> differences = new ArrayList<>();
    compare(workload.newest(), differences);
    if (ledger.read() != workload.events().size()) {
      differences.add("read " + ledger.read() + " of " + workload.events().size() + " events");
    }
    if (ledger.dead() != workload.malformed()) {
      differences.add(ledger.dead() + " dead letters, expected " + workload.malformed());
    }
    if (!ledger.isBalanced()) {
      differences.add("the ledger does not add up, by " + ledger.difference());
    }
    return differences;
  }

  /** Follows the topic until the process is stopped. */
  void follow() {
    out.println("\nEverything keeps running until you press Ctrl-C:\n" + sandbox.howToConnect());
    out.println(
        "  runners/portage publish --file=data/events/users.jsonl --unchecked --topic="
            + DemoSandbox.TOPIC
            + " --bootstrap="
            + sandbox.bootstrapServers()
            + "\n  A topic of your own: runners/portage publish --create-topic --topic=NAME --file=FILE"
            + " --bootstrap="
            + sandbox.bootstrapServers()
            + "\n");
    out.flush();
    JobRunner.follow(engine, config, beamOptions, out);
  }

  private void publish(List<EventFile.Event> events) {
    out.printf(Locale.ROOT, "Publishing %,d events to %s ...%n", events.size(), DemoSandbox.TOPIC);
    out.flush();
    try (EventPublisher publisher =
        new EventPublisher(sandbox.bootstrapServers(), DemoSandbox.TOPIC)) {
      events.forEach(publisher::send);
      publisher.flush();
    }
    out.println("Carrying them into " + DemoSandbox.TABLE + " on the " + engine.runner() + " ...");
    out.flush();
  }

  private void show(List<DeadLetter> deadLetters) {
    out.println("Dead letters\n");
    out.println(
        TextTable.render(
            List.of("stage", "reason", "at", "message"),
            deadLetters.stream()
                .map(
                    deadLetter ->
                        List.of(
                            deadLetter.stage().label(),
                            deadLetter.cause().reason().name(),
                            deadLetter.id(),
                            deadLetter.cause().message()))
                .toList()));
  }

  private void compare(Map<Long, Workload.WorkloadUser> newest, List<String> differences)
      throws SQLException {
    List<String> expected = new ArrayList<>();
    newest.forEach((id, user) -> expected.add(line(id, user)));
    List<String> actual = new ArrayList<>();
    for (List<String> row : sandbox.database().rows(DemoSandbox.TABLE, COLUMNS)) {
      actual.add(String.join("|", row));
    }
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "no row";
      String is = i < actual.size() ? actual.get(i) : "no row";
      if (!wanted.equals(is)) {
        differences.add("expected " + wanted + ", is " + is);
      }
    }
    out.printf(Locale.ROOT, "Compared %,d rows with the model.%n", actual.size());
  }

  private static String line(long id, Workload.WorkloadUser user) {
    return id
        + "|"
        + user.name()
        + "|"
        + (user.email() == null ? "\\N" : user.email())
        + "|"
        + user.country()
        + "|"
        + user.deleted()
        + "|"
        + Instant.ofEpochMilli(user.changeTime());
  }
}
