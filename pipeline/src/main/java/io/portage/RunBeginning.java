package io.portage;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.kafka.RecordScan;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.kafka.SourcePartitions;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.LogPlace;
import io.portage.read.ReadChanges;
import io.portage.replay.ReplaySelection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a run in the logs of its sources: the places of the records before its first, by
 * which the run notices that a log has begun again while no run was there.
 *
 * <p>A run does not depend on them: if they cannot be read in time, it starts without them and the
 * log says so.
 */
final class RunBeginning {
  private static final Logger LOG = LoggerFactory.getLogger(RunBeginning.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The number of offsets before the first dead letter of a partition that are read. */
  private static final int REPLAY_OFFSETS = 100;

  private RunBeginning() {}

  /** Returns the places before a run; asks the brokers, and the schema registry if there is one. */
  static List<LogPlace> of(PortageConfig config, Format format, SourcePartitions partitions) {
    return config.tables().stream().noneMatch(table -> table.order() == VersionOrder.POSITION)
        ? List.of()
        : inTime(
            format,
            output ->
                ReadChanges.forEachBefore(
                    config.source(), partitions, PATIENCE.dividedBy(2), output));
  }

  /** Returns the places before the dead letters of a log that had begun again, likewise. */
  static List<LogPlace> of(PortageConfig config, Format format, ReplaySelection selection) {
    List<ScanRange> ranges = selection.beforeRestarts(REPLAY_OFFSETS);
    return ranges.isEmpty()
        ? List.of()
        : inTime(
            format,
            output ->
                RecordScan.read(
                    config.source(), ranges, PATIENCE.dividedBy(2), Clock.systemUTC(), output));
  }

  /**
   * Returns the places of records, or none with a warning if they do not arrive in time.
   *
   * @param reading passes the records to its argument, and returns false if not all arrived in time
   */
  private static List<LogPlace> inTime(Format format, Predicate<Consumer<SourceRecord>> reading) {
    // A registry that is down makes the format wait, as it does in the run.
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "records before the start");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return reader
          .submit(() -> places(format, reading))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      warn("they did not arrive within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      warn(String.valueOf(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warn("interrupted");
    } finally {
      reader.shutdownNow();
    }
    return List.of();
  }

  private static List<LogPlace> places(Format format, Predicate<Consumer<SourceRecord>> reading) {
    List<LogPlace> places = new ArrayList<>();
    boolean complete =
        reading.test(
            raw -> {
              LogPlace place =
                  LogPlace.of(
                      new DecodedRecord(
                          raw,
                          format.decode(raw.coordinates().topic(), raw.value(), raw.headers())));
              if (place != null) {
                places.add(place);
              }
            });
    if (!complete) {
      warn("not all arrived in time");
    }
    return places;
  }

  private static void warn(String problem) {
    LOG.warn(
        "the records before the start of the run could not be read ({}): if the log of a source has"
            + " begun again before the start, the run does not notice it",
        problem);
  }
}
