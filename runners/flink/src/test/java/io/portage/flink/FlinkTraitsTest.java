package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.runner.RunnerTraits;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** The traits that a graph for Flink is built with. */
final class FlinkTraitsTest {
  @Test
  void areFoundByTheRunnerOfTheOptions() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(FlinkRunner.class);

    assertThat(RunnerTraits.of(options)).isInstanceOf(FlinkTraits.class);
    assertThat(RunnerTraits.of(options).buffersUntilSideInput()).isTrue();
    assertThat(RunnerTraits.of(options).readsUnboundedSources()).isTrue();
  }
}
