package io.portage.launcher.bench;

import io.portage.launcher.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Measures Portage and the consumer loop, one after the other on the same servers. */
final class Bench {
  private static final String PORTAGE_TABLE = "users_enriched";
  private static final String ONE_TABLE = "users_of_one";
  private static final String LOOP_TABLE = "users_by_loop";
  private static final String BACKLOG = "bench";
  private static final String DEAD_LETTERS = "bench_dead_letters";

  private static final String CONFIG =
      """
      name: bench
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", %1$s, groupId: %4$s}
        format: envelope-json
      references:
        countries: {csv: "%2$s", key: country_code}
      tables:
        - %5$s
      tableDefaults:
          key: [user_id]
          deletes: soft
          columns:
            user_id: {}
            name: {}
            email: {}
            email_domain: {value: "row.email.split('@')[1]", when: "row.email != null && row.email.contains('@')"}
            country_code: {}
            country_name: {lookup: countries, by: country_code, column: country_name, miss: null}
            is_corporate: {value: "row.email != null && row.email.contains('@') && row.email.split('@')[1] in ['contoso.com', 'autodesk.com', 'company.com']"}
          metadata: {deleted: is_deleted, sourceTime: updated_at, version: portage_version}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "%3$s"}
      """;

  private final Engine engine;
  private final List<String> beamOptions;
  private final BenchPlan plan;
  private final long seed;
  private final BenchSandbox sandbox;
  private final Path folder;
  private final InstantSource clock;
  private final PrintWriter err;

  /**
   * Creates a benchmark on running servers.
   *
   * @param folder an empty folder for temporary files
   * @param err the output for progress
   */
  Bench(
      Engine engine,
      List<String> beamOptions,
      BenchPlan plan,
      long seed,
      BenchSandbox sandbox,
      Path folder,
      InstantSource clock,
      PrintWriter err) {
    this.engine = engine;
    this.beamOptions = beamOptions;
    this.plan = plan;
    this.seed = seed;
    this.sandbox = sandbox;
    this.folder = folder;
    this.clock = clock;
    this.err = err;
  }

  /** Measures both systems. */
  BenchReport run() throws IOException, SQLException, InterruptedException, ExecutionException {
    String startedAt = clock.instant().toString();
    sandbox.createTables(PORTAGE_TABLE, LOOP_TABLE);
    sandbox.createTopic(DEAD_LETTERS, 1);
    return plan.rate() == null ? backlog(startedAt) : steady(startedAt);
  }

  /** Portage reads a topic for each table, and then one topic of a single table. */
  private BenchReport tables(String startedAt)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    sandbox.createLike(PORTAGE_TABLE, ONE_TABLE);
    sandbox.createChildren(PORTAGE_TABLE, plan.tables());
    sandbox.createTopic(DEAD_LETTERS + "_of_one", 1);
    sandbox.createTopics(BACKLOG, plan.tables(), plan.partitionsOfEach());
    BenchFigures many;
    try (EventFeed feed = filled(BACKLOG, plan.tables())) {
      many = measure(portageOnMany(), feed);
    }
    String one = BACKLOG + "_one";
    try (EventFeed feed = feed(one)) {
      BenchFigures single = measure(portageOnOne(one), feed);
      return report(startedAt, feed, many, single);
    }
  }

  /** Both systems read the same topic. */
  private BenchReport backlog(String startedAt)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    if (plan.tables() > 1) {
      return tables(startedAt);
    }
    try (EventFeed feed = feed(BACKLOG)) {
      BenchFigures portage = measure(portage(BACKLOG), feed);
      return report(startedAt, feed, portage, measure(loop(BACKLOG), feed));
    }
  }

  /** Each system reads its own topic, which is filled while the system runs. */
  private BenchReport steady(String startedAt)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    BenchFigures portage;
    try (EventFeed feed = feed(BACKLOG + "_portage")) {
      portage = measure(portage(BACKLOG + "_portage"), feed);
    }
    try (EventFeed feed = feed(BACKLOG + "_loop")) {
      return report(startedAt, feed, portage, measure(loop(BACKLOG + "_loop"), feed));
    }
  }

  private EventFeed feed(String topic) throws InterruptedException, ExecutionException {
    sandbox.createTopic(topic, plan.partitions());
    return filled(topic, 1);
  }

  private EventFeed filled(String topic, int topics) {
    if (plan.rate() == null) {
      print("Filling topic %s with %,d events ...", topic, plan.events());
    }
    EventFeed feed = new EventFeed(plan, seed, sandbox.bootstrapServers(), topic, topics);
    feed.open();
    return feed;
  }

  private BenchFigures measure(Contender contender, EventFeed feed)
      throws IOException, SQLException, InterruptedException, ExecutionException {
    print("%s:", contender.name());
    return new BenchTrial(plan, sandbox, clock, err)
        .measure(contender, feed, folder.resolve(contender.group() + ".log"));
  }

  private BenchReport report(
      String startedAt, EventFeed feed, BenchFigures portage, BenchFigures loop) {
    return new BenchReport(
        startedAt,
        engine.runner(),
        plan,
        seed,
        feed.events().newest().count(),
        feed.events().malformed(),
        BenchReport.Machine.here(),
        portage,
        loop);
  }

  private Contender portage(String topic) throws IOException {
    return portage("Portage on the " + engine.runner(), topic, "bench-portage", PORTAGE_TABLE);
  }

  private Contender portageOnOne(String topic) throws IOException {
    return portage("Portage with one table", topic, "bench-portage-one", ONE_TABLE);
  }

  private Contender portage(String name, String topic, String group, String table)
      throws IOException {
    return portage(
        name,
        topic,
        group,
        table,
        "topics: [\"%s\"]".formatted(topic),
        "{from: \"%s\", to: %s}".formatted(topic, table));
  }

  private Contender portageOnMany() throws IOException {
    return portage(
        "Portage with " + plan.tables() + " tables",
        BACKLOG,
        "bench-portage",
        PORTAGE_TABLE,
        "topicPattern: \"" + BACKLOG + "_[0-9]+\"",
        "{fromPattern: \"" + BACKLOG + "_([0-9]+)\", to: " + PORTAGE_TABLE + "_$1}");
  }

  private Contender portage(
      String name, String topic, String group, String table, String topics, String route)
      throws IOException {
    String deadLetters = table.equals(ONE_TABLE) ? DEAD_LETTERS + "_of_one" : DEAD_LETTERS;
    List<String> lines = new ArrayList<>(List.of("country_code,country_name"));
    BenchUser.COUNTRIES.forEach((code, country) -> lines.add(code + "," + country));
    Path countries = Files.write(folder.resolve("countries.csv"), lines);
    Path config =
        Files.writeString(
            folder.resolve(group + ".yaml"),
            CONFIG.formatted(topics, countries, deadLetters, group, route));
    List<String> args = new ArrayList<>(List.of("run", "--config=" + config));
    args.addAll(beamOptions);
    return new Contender(
        name,
        engine.getClass().getPackageName() + ".Main",
        args,
        Map.of(
            "KAFKA_BOOTSTRAP", sandbox.bootstrapServers(),
            "PORTAGE_JDBC_URL", sandbox.jdbcUrl(),
            "PORTAGE_JDBC_USER", sandbox.user(),
            "PORTAGE_JDBC_PASSWORD", sandbox.password()),
        topic,
        group,
        table,
        deadLetters);
  }

  private Contender loop(String topic) {
    String group = "bench-loop";
    return new Contender(
        "The consumer loop",
        ConsumerLoop.class.getName(),
        List.of(
            sandbox.bootstrapServers(),
            topic,
            Integer.toString(plan.partitions()),
            group,
            LOOP_TABLE,
            Integer.toString(plan.parallelism())),
        Map.of(
            ConsumerLoop.URL, sandbox.jdbcUrl(),
            ConsumerLoop.USER, sandbox.user(),
            ConsumerLoop.PASSWORD, sandbox.password()),
        topic,
        group,
        LOOP_TABLE,
        null);
  }

  private void print(String format, Object... values) {
    err.printf(Locale.ROOT, format + "%n", values);
    err.flush();
  }
}
