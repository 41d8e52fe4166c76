package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

final class TickSourceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PipelineOptions options = PipelineOptionsFactory.create();
  private final HandClock clock = new HandClock(START);
  private final TickSource source = new TickSource(Duration.ofSeconds(5), clock);

  @Test
  void emitsANumberAtOnceAndThenOnePerInterval() throws IOException {
    try (UnboundedReader<Long> reader = source.createReader(options, null)) {
      assertThat(reader.start()).isTrue();
      assertThat(reader.getCurrent()).isEqualTo(0);
      assertThat(reader.getCurrentTimestamp().getMillis()).isEqualTo(START.toEpochMilli());

      clock.move(Duration.ofMillis(4_999));
      assertThat(reader.advance()).isFalse();
      assertThat(reader.getWatermark().getMillis()).isEqualTo(clock.millis());

      clock.move(Duration.ofMillis(1));
      assertThat(reader.advance()).isTrue();
      assertThat(reader.getCurrent()).isEqualTo(1);
      assertThat(reader.advance()).isFalse();
    }
  }

  @Test
  void emitsOneNumberAfterAPauseOfSeveralIntervals() throws IOException {
    try (UnboundedReader<Long> reader = source.createReader(options, null)) {
      reader.start();
      clock.move(Duration.ofSeconds(60));

      assertThat(reader.advance()).isTrue();
      assertThat(reader.getCurrent()).isEqualTo(1);
      assertThat(reader.advance()).isFalse();
    }
  }

  @Test
  void hasOneReaderWhateverTheRunnerAsksFor() {
    assertThat(source.split(128, options)).containsExactly(source);
  }

  @Test
  void beginsAgainAtOnceAfterARestore() throws Exception {
    TickSource.Restart restored;
    try (UnboundedReader<Long> reader = source.createReader(options, null)) {
      reader.start();
      restored = (TickSource.Restart) reader.getCheckpointMark();
    }
    CoderProperties.coderDecodeEncodeEqual(source.getCheckpointMarkCoder(), restored);

    try (UnboundedReader<Long> reader = source.createReader(options, restored)) {
      assertThat(reader.start()).isTrue();
      assertThat(reader.getCurrent()).isEqualTo(0);
    }
  }

  @Test
  void isSerializableAndRefusesAReadBeforeTheStart() throws IOException {
    TickSource copy =
        SerializableUtils.ensureSerializable(
            new TickSource(Duration.ofSeconds(5), Clock.systemUTC()));

    try (UnboundedReader<Long> reader = copy.createReader(options, null)) {
      assertThatThrownBy(reader::getCurrent).isInstanceOf(NoSuchElementException.class);
    }
  }
}
