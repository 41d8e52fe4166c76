package io.portage.launcher.contract.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.contract.OnARunner;
import io.portage.launcher.contract.TestJob;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Debezium captures a workload from real databases; a job carries each connector's topics into
 * empty tables, which end equal to the source's, row by row and column by column. The system
 * property {@code portage.sources} selects cases: a regular expression of their names.
 */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
public abstract class SourcesContract extends OnARunner {
  /** The classes whose topics exist: a failed test that is run again reads them again. */
  private static final Set<Class<?>> CAPTURED = ConcurrentHashMap.newKeySet();

  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir private static Path folder;

  private final SourcesPage page = SourcesPage.read();
  private Map<String, String> servers = Map.of();

  /** One job: a connector's topics and a target. */
  protected record Case(Capture capture, ShopTarget target) {
    @Override
    public String toString() {
      return capture.name() + " to " + target.database();
    }
  }

  private List<Case> cases = List.of();

  /** Returns true for every combination, false for one of each pair of databases. */
  protected abstract boolean everyCombination();

  private List<Case> cases(Sandbox sandbox) {
    ShopSource postgresql = new PostgresSource(sandbox, "postgresql_shop");
    ShopSource mariaDb = new MariaDbSource(sandbox.mariaDb());
    if (!everyCombination()) {
      return List.of(
          new Case(new Capture(postgresql, Converter.JSON, false), ShopTarget.postgresql(sandbox)),
          new Case(
              new Capture(mariaDb, Converter.JSON_WITH_SCHEMA, true),
              ShopTarget.postgresql(sandbox)),
          new Case(
              new Capture(postgresql, Converter.AVRO, false),
              ShopTarget.mariaDb(sandbox.mariaDb())));
    }
    List<Case> all = new ArrayList<>();
    for (Converter converter : Converter.values()) {
      for (boolean unwrapped : new boolean[] {false, true}) {
        Capture fromPostgresql = new Capture(postgresql, converter, unwrapped);
        Capture fromMariaDb = new Capture(mariaDb, converter, unwrapped);
        all.add(new Case(fromPostgresql, ShopTarget.postgresql(sandbox)));
        all.add(new Case(fromMariaDb, ShopTarget.postgresql(sandbox)));
        all.add(new Case(fromPostgresql, ShopTarget.mariaDb(sandbox.mariaDb())));
      }
    }
    return all;
  }

  @BeforeAll
  protected final void capture(Sandbox sandbox) throws Exception {
    Pattern selected = Pattern.compile(System.getProperty("portage.sources", ".*"));
    cases =
        cases(sandbox).stream().filter(one -> selected.matcher(one.toString()).matches()).toList();
    servers = servers(sandbox);
    if (!CAPTURED.contains(getClass())) {
      Captures.run(sandbox, folder, cases.stream().map(Case::capture).distinct().toList(), servers);
      CAPTURED.add(getClass());
    }
  }

  /** Returns the values of the page's variables that are not those of a source. */
  private static Map<String, String> servers(Sandbox sandbox) {
    Map<String, String> values = new TreeMap<>();
    values.put("bootstrap-servers", sandbox.bootstrapServers());
    values.put("apicurio-url", sandbox.apicurioUrl());
    values.put("registry-url", sandbox.registryUrl());
    return values;
  }

  protected final List<Case> all() {
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @MethodSource("all")
  protected void endsEqualToTheSource(Case one, Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(sandbox, runner().engine(), runner().beamOptions(), "sources", 1, Map.of());
    ShopTarget target = one.target();
    target.create("target_" + COUNT.incrementAndGet());
    Path file = Files.writeString(folder.resolve(job.topic() + ".yaml"), config(one));
    PortageConfig config = job.config(file);

    LedgerSummary ledger = job.run(config);

    assertThat(job.deadLetters()).isEmpty();
    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    assertThat(ledger.dead()).as(ledger.render()).isZero();
    ShopSource source = one.capture().source();
    try (Connection from = source.connect();
        Connection to = target.connect()) {
      for (ShopTable table : tables(one)) {
        List<String> expected = table.rows(from, source.database());
        assertThat(expected).as(table.name()).isNotEmpty();
        assertThat(table.rows(to, target.database())).as(table.name()).isEqualTo(expected);
      }
    }
  }

  private static List<ShopTable> tables(Case one) {
    return ShopTable.ALL.stream().filter(one.capture()::sendsAll).toList();
  }

  private String config(Case one) {
    Capture capture = one.capture();
    String source =
        page.block(capture.converter().job() + (capture.unwrapped() ? ", unwrapped" : ""), servers);
    String topics = tables(one).stream().map(capture::topic).collect(Collectors.joining(", "));
    String tables =
        tables(one).stream()
            .map(
                table ->
                    "  - {from: shop.%1$s, to: %1$s, %2$s, metadata: {version: portage_version}}"
                        .formatted(table.name(), table.job()))
            .collect(Collectors.joining("\n"));
    return source.stripTrailing()
        + """

          kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: [%s], groupId: "${GROUP}"}
        tables:
        %s
        target:
          jdbc: {url: "%s", user: "%s", password: "%s"}
          waiting: {atMost: 15s}
        deadLetters:
          kafka: {topic: "${DEAD_LETTERS}"}
        name: sources
        """
            .formatted(
                topics, tables, one.target().url(), one.target().user(), one.target().password());
  }
}
