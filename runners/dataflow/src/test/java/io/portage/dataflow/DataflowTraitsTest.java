package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.runner.RunnerTraits;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** The traits that a graph for Dataflow is built with. */
final class DataflowTraitsTest {
  @Test
  void areFoundByTheRunnerOfTheOptions() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DataflowRunner.class);

    assertThat(RunnerTraits.of(options)).isInstanceOf(DataflowTraits.class);
    assertThat(RunnerTraits.of(options).buffersUntilSideInput()).isFalse();
    assertThat(RunnerTraits.of(options).readsUnboundedSources()).isFalse();
  }
}
