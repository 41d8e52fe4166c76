package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.ChangePipeline;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.kafka.SourcePartitions;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/**
 * Pins the operator names: a savepoint finds its operators by them, so a release that changes one
 * loses its state.
 */
final class FlinkOperatorsIT {

  @Test
  void hasTheOperatorsOfTheLastRelease() throws Exception {
    List<String> operators = new ArrayList<>();
    for (StreamNode node : graph().getStreamNodes()) {
      String uid = node.getTransformationUID();
      operators.add(uid == null ? "unnamed: " + node.getOperatorName() : uid);
    }

    assertThat(operators.stream().sorted().toList()).isEqualTo(pinned());
  }

  private static List<String> pinned() throws Exception {
    try (InputStream in = FlinkOperatorsIT.class.getResourceAsStream("/operators.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Translates as FlinkRunner does; Beam exposes that to its own tests only. */
  private static StreamGraph graph() throws Exception {
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                new FlinkEngine().defaults(false, List.of()).toArray(new String[0]))
            .as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    ChangePipeline.following(
            config(),
            SourcePartitions.of(
                Map.of(
                    "users", new SourcePartitions.TopicPartitions(2, 6, SourcePartitions.NO_ID))))
        .applyTo(pipeline);
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReadsIfNecessary(pipeline);
    Class<?> type =
        Class.forName("org.apache.beam.runners.flink.FlinkPipelineExecutionEnvironment");
    Constructor<?> create = type.getDeclaredConstructor(FlinkPipelineOptions.class);
    create.setAccessible(true);
    Object environment = create.newInstance(options);
    Method translate = type.getMethod("translate", Pipeline.class);
    translate.setAccessible(true);
    translate.invoke(environment, pipeline);
    Method get = type.getDeclaredMethod("getStreamExecutionEnvironment");
    get.setAccessible(true);
    return ((StreamExecutionEnvironment) get.invoke(environment)).getStreamGraph();
  }

  private static PortageConfig config() throws Exception {
    return ConfigReader.read(
        Path.of("data", "scenarios", "users.yaml"),
        Map.of(
            "KAFKA_BOOTSTRAP", "localhost:9092",
            "TOPIC", "users",
            "GROUP", "group",
            "PORTAGE_JDBC_URL", "jdbc:postgresql://localhost/app",
            "PORTAGE_JDBC_USER", "app",
            "PORTAGE_JDBC_PASSWORD", "app",
            "DEAD_LETTERS", "letters"));
  }
}
