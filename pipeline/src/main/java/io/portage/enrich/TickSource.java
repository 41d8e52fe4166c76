package io.portage.enrich;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Emits a number at once and then after each interval, from a single reader. {@code
 * GenerateSequence} makes as many readers as the runner asks for, 128 on Flink, and Flink collects
 * all metrics of a task each time that it asks one of them for a number.
 *
 * <p>A checkpoint contains nothing: after a restore the numbers begin with 0 again, at once.
 */
final class TickSource extends UnboundedSource<Long, TickSource.Restart> {
  private static final long serialVersionUID = 1;

  private final Duration interval;
  private final Clock clock;

  TickSource(Duration interval, Clock clock) {
    this.interval = interval;
    this.clock = clock;
  }

  @Override
  public List<TickSource> split(int desiredNumSplits, PipelineOptions options) {
    return List.of(this);
  }

  @Override
  public UnboundedReader<Long> createReader(PipelineOptions options, @Nullable Restart mark) {
    return new Reader(this);
  }

  @Override
  public Coder<Restart> getCheckpointMarkCoder() {
    return new RestartCoder();
  }

  @Override
  public Coder<Long> getOutputCoder() {
    return VarLongCoder.of();
  }

  private static final class Reader extends UnboundedReader<Long> {
    private final TickSource source;
    private long current = -1;
    private Instant at = Instant.MIN;

    Reader(TickSource source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      Instant now = source.clock.instant();
      if (current >= 0 && now.isBefore(at.plus(source.interval))) {
        return false;
      }
      current++;
      at = now;
      return true;
    }

    @Override
    public Long getCurrent() {
      if (current < 0) {
        throw new NoSuchElementException("getCurrent was called before start");
      }
      return current;
    }

    @Override
    public org.joda.time.Instant getCurrentTimestamp() {
      return org.joda.time.Instant.ofEpochMilli(at.toEpochMilli());
    }

    @Override
    public org.joda.time.Instant getWatermark() {
      return org.joda.time.Instant.ofEpochMilli(source.clock.millis());
    }

    @Override
    public CheckpointMark getCheckpointMark() {
      return new Restart();
    }

    @Override
    public TickSource getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }

  /** The empty checkpoint. */
  static final class Restart implements CheckpointMark {
    @Override
    public void finalizeCheckpoint() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Restart;
    }

    @Override
    public int hashCode() {
      return Restart.class.hashCode();
    }
  }

  private static final class RestartCoder extends AtomicCoder<Restart> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(Restart mark, OutputStream out) {}

    @Override
    public Restart decode(InputStream in) {
      return new Restart();
    }
  }
}
