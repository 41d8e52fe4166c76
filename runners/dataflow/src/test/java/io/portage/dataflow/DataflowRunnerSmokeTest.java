package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** The runner and its options load on this JDK with the class path this module declares. */
class DataflowRunnerSmokeTest {

  @Test
  void isRegisteredWithTheOptionsByItsName() {
    DataflowPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--runner=DataflowRunner", "--region=europe-west1")
            .as(DataflowPipelineOptions.class);

    assertThat(options.getRunner()).isEqualTo(DataflowRunner.class);
    assertThat(options.getRegion()).isEqualTo("europe-west1");
  }
}
