package io.portage.verify.log;

import io.portage.config.PortageConfig;
import io.portage.decode.Formats;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.RecordScan;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.Normalizer;
import io.portage.normalize.NormalizerOutput;
import io.portage.target.TargetTables;
import io.portage.verify.explain.RecordKeys;
import io.portage.verify.explain.RecordKeys.KeyOfTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of the log, and passes on what the job's Decode and Normalize make of the records.
 * Not thread-safe.
 */
final class LogRecords {
  /** The number of offsets that one consumer reads. */
  private static final long SLICE = 200_000;

  /** The time in which the brokers have to deliver a slice. */
  private static final Duration SLICE_PATIENCE = Duration.ofMinutes(10);

  private final PortageConfig config;
  private final Clock clock;
  private final Format format;
  private final Normalizer normalizer;
  private final RecordKeys keys;
  private final Map<Coordinates, List<DeadLetter>> edited;

  /**
   * Creates a reader.
   *
   * @param edited the dead letters with an edited record; a record is read as it was edited
   */
  LogRecords(
      PortageConfig config,
      TargetTables catalog,
      LogTables tables,
      List<DeadLetter> edited,
      Clock clock) {
    this.config = config;
    this.edited = edited.stream().collect(Collectors.groupingBy(DeadLetter::coordinates));
    this.clock = clock;
    this.format = Formats.of(config.source());
    this.normalizer = new Normalizer(config, format, catalog, clock, () -> {});
    this.keys =
        new RecordKeys(
            config,
            name -> {
              LogTable table = known(tables, name);
              return table == null || !table.isCompared() ? null : table.target();
            });
  }

  private static @Nullable LogTable known(LogTables tables, String name) {
    try {
      return tables.findOrThrow(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Receives the changes and the records without a change. */
  interface LogVisitor {
    /** A change; of a truncate without a key. */
    void change(Change change) throws IOException;

    /** The job rejects a record of a key. */
    void rejected(KeyOfTable key, RejectedRecord record) throws IOException;

    /**
     * The job rejects a record whose key is not known.
     *
     * @param table the target table, or null if that is not known either
     */
    void unknown(@Nullable String table, RejectedRecord record) throws IOException;
  }

  /**
   * Reads the records of {@code ranges}.
   *
   * @param progress receives the number of offsets read so far
   * @throws IOException if the visitor fails
   * @throws KafkaUnavailableException if the brokers do not answer
   */
  void read(List<ScanRange> ranges, LogVisitor visitor, LongConsumer progress) throws IOException {
    Output output = new Output(visitor);
    List<ScanRange> left = ranges.stream().filter(range -> range.from() < range.to()).toList();
    long done = 0;
    try {
      while (!left.isEmpty()) {
        long share = Math.max(1, SLICE / left.size());
        List<ScanRange> slice = new ArrayList<>();
        List<ScanRange> rest = new ArrayList<>();
        for (ScanRange range : left) {
          long end = Math.min(range.to(), range.from() + share);
          slice.add(new ScanRange(range.topic(), range.partition(), range.from(), end));
          if (end < range.to()) {
            rest.add(new ScanRange(range.topic(), range.partition(), end, range.to()));
          }
          done += end - range.from();
        }
        if (!RecordScan.read(config.source(), slice, SLICE_PATIENCE, clock, output::take)) {
          throw new KafkaUnavailableException(
              "the brokers have not delivered "
                  + slice.get(0).topic()
                  + " within "
                  + SLICE_PATIENCE.toMinutes()
                  + " minutes",
              new TimeoutException());
        }
        progress.accept(done);
        left = rest;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Passes on the results of one record after the other. */
  private final class Output implements NormalizerOutput {
    private final LogVisitor visitor;
    private @Nullable String table;

    Output(LogVisitor visitor) {
      this.visitor = visitor;
    }

    void take(SourceRecord record) {
      List<DeadLetter> edits = edited.getOrDefault(record.coordinates(), List.of());
      // One row of several was edited: the other rows are those of the record.
      if (edits.stream().noneMatch(letter -> letter.part().isOnlyRow())) {
        take(record, ChangePart.WHOLE);
      }
      for (DeadLetter letter : edits) {
        take(Objects.requireNonNull(letter.sourceRecord()), letter.part().whole());
      }
    }

    private void take(SourceRecord record, ChangePart part) {
      table = null;
      Envelope envelope =
          format.decode(record.coordinates().topic(), record.value(), record.headers());
      DecodedRecord event = new DecodedRecord(record, envelope, part);
      Envelope.Fault fault = envelope.fault();
      if (fault == null) {
        normalizer.normalize(event, this);
      } else {
        reject(null, event, part, "it cannot be decoded: " + fault.problem());
      }
    }

    private void reject(
        @Nullable String target, DecodedRecord event, ChangePart part, String reason) {
      RejectedRecord record = new RejectedRecord(event.record().coordinates(), part, reason);
      KeyOfTable key = keys.of(event);
      try {
        if (key == null) {
          visitor.unknown(target, record);
        } else {
          visitor.rejected(key, record);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void split() {
      // each half follows
    }

    @Override
    public void change(Change change) {
      try {
        visitor.change(change);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart part, IgnoreReason kind) {
      // changes no row
    }

    @Override
    public void deadOf(String target) {
      table = target;
    }

    @Override
    public void dead(DecodedRecord event, ChangePart part, FailureCause cause) {
      String target = table;
      if (target != null) { // otherwise no table is configured for it
        reject(target, event, part, cause.reason() + ": " + cause.message());
      }
    }
  }
}
