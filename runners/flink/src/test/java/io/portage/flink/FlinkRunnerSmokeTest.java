package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;

/** The runner works on this JDK with the class path this module declares. */
class FlinkRunnerSmokeTest {

  @Test
  void runsAPipelineToItsEnd() {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--flinkMaster=[local]", "--parallelism=2").create();
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<Integer> lengths =
        pipeline
            .apply("Words", Create.of("a", "bb", "ccc"))
            .apply("Lengths", MapElements.into(TypeDescriptors.integers()).via(String::length));
    PAssert.that(lengths).containsInAnyOrder(1, 2, 3);

    PipelineResult.State state = pipeline.run().waitUntilFinish();

    assertThat(state).isEqualTo(PipelineResult.State.DONE);
  }
}
