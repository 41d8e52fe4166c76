package io.portage.launcher.status;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the progress of one job. Opens nothing before it is needed. Thread-safe; close it. */
public final class JobProgress implements AutoCloseable {
  private static final int MOST_PARTITIONS = 100;

  /** A runner publishes its counters one after the other, so a sum may be wrong for a moment. */
  private static final Duration SETTLED = Duration.ofSeconds(20);

  private final PortageConfig config;
  private final MetricsSource metrics;
  private final Clock clock;
  private final OutageMemory memory;
  private final @Nullable TargetProbe probe;

  private JobProgress(PortageConfig config, MetricsSource metrics, Clock clock) {
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
    this.memory = new OutageMemory(clock);
    this.probe = config.target().sink() instanceof JdbcConfig jdbc ? new TargetProbe(jdbc) : null;
  }

  /** Returns the progress of a job. Connects to no server yet. */
  public static JobProgress of(PortageConfig config, MetricsSource metrics, Clock clock) {
    return new JobProgress(config, metrics, clock);
  }

  /**
   * The progress at one moment.
   *
   * @param at the moment
   * @param facts the facts that the health follows from
   * @param lag the records without a committed outcome; null if the brokers do not answer
   * @param ledger the ledger of the running job; null if no runner of it was found
   * @param ledgerPlace where the ledger was read; null if there is none
   * @param problems what could not be read, one sentence each
   */
  public record JobMoment(
      Instant at,
      Health.Facts facts,
      Overview.@Nullable Lag lag,
      Overview.@Nullable Ledger ledger,
      @Nullable String ledgerPlace,
      List<String> problems) {
    /** Returns the health without the dead letters. */
    public Health health() {
      return Health.of(facts);
    }

    /**
     * Returns the health.
     *
     * @param unresolved the number of unresolved dead letters; null if they cannot be read
     */
    public Health health(@Nullable Integer unresolved) {
      return Health.of(facts, unresolved);
    }
  }

  /** Reads the progress: one answer of the target and at most six requests to the brokers. */
  public JobMoment read() {
    Reading<SourceLag> lag = lag();
    String targetProblem = targetProblem();
    Instant targetSince = memory.outage("target", targetProblem);
    Optional<MetricsSnapshot> live = metrics.read(config.name());
    SourceLag read = lag.value();
    Instant now = clock.instant();
    Overview.Ledger ledger =
        live.map(Overview.Ledger::of).map(one -> settled(one, now)).orElse(null);
    Health.Facts facts =
        new Health.Facts(
            now,
            lag.problem(),
            memory.outage("kafka", lag.problem()),
            targetProblem,
            targetSince,
            read != null && read.hasStarted(),
            read == null ? 0 : read.records(),
            read == null ? null : read.oldest(),
            memory.observeCommitted(
                read == null ? 0 : read.committed(),
                read == null || targetProblem != null ? 0 : read.records()),
            ledger == null || ledger.addsUp() ? 0 : ledger.inFlight(),
            ledger == null ? 0 : ledger.parked());
    return new JobMoment(
        now,
        facts,
        read == null ? null : shown(read, now),
        ledger,
        live.map(MetricsSnapshot::place).orElse(null),
        Stream.of(lag.problem(), targetProblem == null ? null : "the database: " + targetProblem)
            .flatMap(Stream::ofNullable)
            .toList());
  }

  /** Returns the ledger, which adds up unless it has not for {@link #SETTLED}. */
  private Overview.Ledger settled(Overview.Ledger ledger, Instant now) {
    Instant since = memory.observe("ledger", ledger.addsUp() ? null : "more outcomes than records");
    return since == null || Duration.between(since, now).compareTo(SETTLED) >= 0
        ? ledger
        : ledger.addingUp();
  }

  /** Reads the progress of the job's group in its topics. */
  public Reading<SourceLag> lag() {
    try {
      return new Reading<>(SourceLag.read(config.source(), clock), null);
    } catch (KafkaUnavailableException e) {
      return new Reading<>(null, String.valueOf(e.getMessage()));
    }
  }

  /** Returns why the target does not answer; null if it does, or if it is not a database. */
  public @Nullable String targetProblem() {
    return probe == null ? null : probe.problem();
  }

  private static Overview.Lag shown(SourceLag lag, Instant now) {
    Instant oldest = lag.oldest();
    return new Overview.Lag(
        lag.records(),
        oldest == null ? null : oldest.toString(),
        oldest == null
            ? null
            : (Double) (Math.max(0, Duration.between(oldest, now).toMillis()) / 1000.0),
        lag.partitions().stream()
            .sorted(Comparator.comparingLong(PartitionProgress::lag).reversed())
            .limit(MOST_PARTITIONS)
            .map(
                one ->
                    new Overview.PartitionLag(
                        one.topic(), one.partition(), one.committed(), one.end(), one.lag()))
            .toList());
  }

  @Override
  public void close() {
    if (probe != null) {
      probe.close();
    }
  }
}
