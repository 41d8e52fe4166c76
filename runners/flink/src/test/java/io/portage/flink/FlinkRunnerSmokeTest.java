package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void listensOnTheLoopbackAddressOnly() {
    FlinkEngine engine = new FlinkEngine();
    List<String> arguments = new ArrayList<>(engine.settled(List.of("--parallelism=2")));
    arguments.addAll(engine.defaults(true, List.of()));
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(new String[0])).create();
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    int rest = URI.create(LocalFlink.address(arguments)).getPort();
    PCollection<Boolean> safe =
        pipeline
            .apply("Once", Create.of(rest))
            .apply(
                "Looks",
                MapElements.into(TypeDescriptors.booleans())
                    .via(
                        port -> {
                          List<InetSocketAddress> own = ListeningSockets.ofThisProcess();
                          assertThat(own).extracting(InetSocketAddress::getPort).contains(port);
                          assertThat(own)
                              .allMatch(socket -> socket.getAddress().isLoopbackAddress());
                          return true;
                        }));
    PAssert.that(safe).containsInAnyOrder(true);

    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  @Test
  void listensOnTheUsersAddress(@TempDir Path flink) throws IOException {
    Files.writeString(
        flink.resolve("flink-conf.yaml"), "rest.bind-address: 0.0.0.0\nrest.bind-port: 9999\n");

    List<String> settled = new FlinkEngine().settled(List.of("--flinkConfDir=" + flink));

    assertThat(LocalFlink.address(settled)).isEqualTo("http://0.0.0.0:9999");
  }
}
