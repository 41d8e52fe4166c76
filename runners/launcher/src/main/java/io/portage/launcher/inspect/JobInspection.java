package io.portage.launcher.inspect;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.DeadLetterIndex.DeadLetterListing;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.launcher.status.JobProgress;
import io.portage.launcher.status.JobProgress.JobMoment;
import io.portage.launcher.status.MetricsSource;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.launcher.status.Overview;
import io.portage.launcher.status.Reading;
import io.portage.launcher.status.SourceLag;
import io.portage.metrics.TableLabels;
import io.portage.target.TargetException;
import io.portage.upsert.write.TargetRows;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One job as operators see it. Opens nothing before it is needed. Thread-safe; close it. */
public final class JobInspection implements AutoCloseable {
  /** The number of dead letters that are kept in memory. */
  private static final int MOST_LETTERS = 200_000;

  private final PortageConfig config;
  private final Clock clock;
  private final MetricsSource metrics;
  private final DeadLetterIndex index;
  private final JobProgress progress;
  private final @Nullable TargetRows target;
  private final ParkedInspection parked;

  private JobInspection(PortageConfig config, MetricsSource metrics, Clock clock) {
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.index = DeadLetterIndex.of(config, MOST_LETTERS, clock);
    this.progress = JobProgress.of(config, metrics, clock);
    this.target = TargetRows.open(config).orElse(null);
    this.parked = new ParkedInspection(config, target, clock);
  }

  /**
   * Opens a job. Connects to no server yet.
   *
   * @throws io.portage.config.SecretException if the target's user or password cannot be resolved
   */
  public static JobInspection open(PortageConfig config, MetricsSource metrics, Clock clock) {
    return new JobInspection(config, metrics, clock);
  }

  /** Returns the configuration. */
  public PortageConfig config() {
    return config;
  }

  /** Returns the dead letters. */
  public DeadLetterInspection deadLetters() {
    return new DeadLetterInspection(index, config);
  }

  /** Returns the preview of replays. */
  public ReplayPreview preview() {
    return new ReplayPreview(config, index, Optional.ofNullable(target), parked, clock);
  }

  /** Returns the rows. */
  public RowInspection rows() {
    return new RowInspection(config, index, Optional.ofNullable(target), parked, clock);
  }

  /**
   * Returns the state of the job: one query to the target, at most seven requests to the brokers
   * and what was appended to the dead letters.
   */
  public Overview overview() {
    JobMoment moment = progress.read();
    List<String> problems = new ArrayList<>(moment.problems());
    Reading<DeadLetterListing> letters = letters(problems);
    Overview.DeadLetterCounts counts = letters.value() == null ? null : counts(letters.value());
    return new Overview(
        config.name(),
        config.source().groupId(),
        moment.at().toString(),
        moment.health(counts == null ? null : (Integer) counts.unresolved()),
        moment.lag(),
        moment.ledger(),
        moment.ledgerPlace() == null
            ? "no running job was found: Flink at the address of --flink does not run it or does not"
                + " answer, and a job of another runner has its counts in run --console only;"
                + " Kafka and the target are shown"
            : moment.ledgerPlace(),
        counts,
        problems);
  }

  private static Overview.DeadLetterCounts counts(DeadLetterListing letters) {
    int unresolved =
        (int) letters.summaries().stream().filter(one -> one.resolution() == null).count();
    return new Overview.DeadLetterCounts(
        unresolved, letters.summaries().size(), letters.isComplete());
  }

  private Reading<SourceLag> lag(List<String> problems) {
    Reading<SourceLag> lag = progress.lag();
    if (lag.problem() != null) {
      problems.add(lag.problem());
    }
    return lag;
  }

  private Reading<DeadLetterListing> letters(List<String> problems) {
    try {
      return new Reading<>(index.refresh(), null);
    } catch (IOException | KafkaUnavailableException e) {
      String problem = "the dead letters: " + e.getMessage();
      problems.add(problem);
      return new Reading<>(null, problem);
    }
  }

  /**
   * The tables of a job.
   *
   * @param tables one for each target table that the configuration names
   * @param problems what could not be read, one sentence each
   */
  public record TableStates(List<TableState> tables, List<String> problems) {}

  /**
   * Returns the tables: one query to the target for all of them, the rest as {@link #overview}; and
   * while keys are parked the foreign keys, once in a minute.
   */
  public TableStates tables() {
    List<String> problems = new ArrayList<>();
    Reading<SourceLag> lag = lag(problems);
    Reading<DeadLetterListing> letters = letters(problems);
    Map<String, Long> rows = estimates(problems);
    Optional<MetricsSnapshot> live = metrics.read(config.name());
    Map<String, List<TableConfig>> byTarget = new LinkedHashMap<>();
    for (TableConfig table : config.tables()) {
      byTarget.computeIfAbsent(table.to(), to -> new ArrayList<>()).add(table);
    }
    Map<String, String> labels = TableLabels.of(byTarget.keySet());
    List<String> topics = topics(lag.value());
    UnresolvedLetters unresolved =
        UnresolvedLetters.of(letters.value() == null ? List.of() : letters.value().summaries());
    List<TableState> states = new ArrayList<>();
    byTarget.forEach(
        (table, sources) -> {
          List<String> itsTopics = topicsOf(config, sources, topics);
          String label = labels.getOrDefault(table, table);
          states.add(
              new TableState(
                  String.join(", ", sources.stream().map(TableConfig::from).toList()),
                  table,
                  rows.get(table),
                  count(live, label, "Upsert.table.%s.applied"),
                  count(live, label, "Upsert.table.%s.duplicate"),
                  count(live, label, "Upsert.table.%s.stale"),
                  count(
                      live,
                      label,
                      "Upsert.table.%s.refused",
                      "Normalize.table.%s.dead",
                      "Enrich.table.%s.dead"),
                  unresolved.of(table, itsTopics),
                  lag.value() == null ? null : (Long) lag.value().recordsOf(itsTopics),
                  mean(live, label),
                  live.map(
                          metrics ->
                              parked.describe(table, ParkedInspection.of(metrics, label), problems))
                      .orElse(null),
                  drift(live, label)));
        });
    return new TableStates(states, problems);
  }

  private Map<String, Long> estimates(List<String> problems) {
    if (target == null) {
      return Map.of();
    }
    String problem = progress.targetProblem();
    if (problem != null) {
      problems.add("the database: " + problem);
      return Map.of();
    }
    try {
      return target.estimatedRows(config.targetNames());
    } catch (TargetException e) {
      problems.add("the database: " + e.getMessage());
      return Map.of();
    }
  }

  /** Returns those of {@code topics} that may hold changes of the tables. */
  static List<String> topicsOf(
      PortageConfig config, List<TableConfig> tables, List<String> topics) {
    return tables.stream()
        .flatMap(one -> config.source().format().topicsOf(one.from(), topics).stream())
        .distinct()
        .toList();
  }

  private static List<String> topics(@Nullable SourceLag lag) {
    return lag == null
        ? List.of()
        : lag.partitions().stream().map(PartitionProgress::topic).distinct().toList();
  }

  private static @Nullable Long count(
      Optional<MetricsSnapshot> live, String label, String... names) {
    if (live.isEmpty()) {
      return null;
    }
    long sum = 0;
    for (String name : names) {
      sum += live.get().of(name.formatted(label));
    }
    return sum;
  }

  private static @Nullable Long mean(Optional<MetricsSnapshot> live, String label) {
    Long count = count(live, label, "Upsert.table.%s.lag.ms.count");
    Long sum = count(live, label, "Upsert.table.%s.lag.ms.sum");
    return count == null || sum == null || count == 0 ? null : (Long) (sum / count);
  }

  private static @Nullable Long drift(Optional<MetricsSnapshot> live, String label) {
    String prefix = "Normalize.table." + label + ".drift.";
    return live.map(
            metrics ->
                metrics.values().entrySet().stream()
                    .filter(value -> value.getKey().startsWith(prefix))
                    .mapToLong(Map.Entry::getValue)
                    .sum())
        .orElse(null);
  }

  @Override
  public void close() {
    progress.close();
    if (target != null) {
      target.close();
    }
  }
}
