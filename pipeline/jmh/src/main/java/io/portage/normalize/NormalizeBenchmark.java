package io.portage.normalize;

import io.portage.decode.Formats;
import io.portage.jmh.Timed;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.IgnoreReason;
import java.time.Clock;
import java.time.ZoneOffset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** Converts one decoded update to a change. */
public class NormalizeBenchmark extends Timed {
  private final DecodedRecord event =
      EventBuilder.update(
              "user_id",
              101L,
              "name",
              "Daniel",
              "email",
              "daniel.j.kim@contoso.com",
              "country",
              "US")
          .build();
  private final Normalizer normalizer = normalizer(new TestBed());

  private static Normalizer normalizer(TestBed bed) {
    return new Normalizer(
        bed.config(),
        Formats.of(bed.config().source()),
        bed.tables,
        Clock.fixed(TestBed.NOW, ZoneOffset.UTC),
        () -> {});
  }

  @Benchmark
  public void update(Blackhole sink) {
    normalizer.normalize(event, new Sink(sink));
  }

  /** Accepts changes; any other output is an error of the benchmark. */
  private record Sink(Blackhole sink) implements NormalizerOutput {
    @Override
    public void split() {
      throw new IllegalStateException("split");
    }

    @Override
    public void change(Change change) {
      sink.consume(change);
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
      throw new IllegalStateException("ignored");
    }

    @Override
    public void unrouted(String table) {
      throw new IllegalStateException("unrouted");
    }

    @Override
    public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
      throw new IllegalStateException(cause.toString());
    }
  }
}
