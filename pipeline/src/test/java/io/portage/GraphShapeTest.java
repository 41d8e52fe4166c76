package io.portage;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.kafka.SourcePartitions;
import io.portage.replay.ReplaySelection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of all steps are fixed, because a renamed step loses the state of running jobs. */
final class GraphShapeTest {
  private static final List<String> STAGES =
      List.of("Read", "Decode", "Normalize", "Latest", "Enrich", "Upsert", "DeadLetter", "Commit");

  @TempDir private Path folder;

  @Test
  void hasTheStepsOfTheLastRelease() throws Exception {
    assertThat(steps()).isEqualTo(resource("graph.txt"));
  }

  @Test
  void replaysWithTheStepsOfTheLastRelease() throws Exception {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    ReplayPipeline.of(config(), ReplaySelection.of(List.of())).applyTo(pipeline);

    assertThat(steps(pipeline)).isEqualTo(resource("replay-graph.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../README.md", "docs/architecture.md"})
  void hasTheStagesOfTheDiagramInItsOrder(String page) throws Exception {
    List<String> stages = steps().stream().filter(step -> !step.startsWith(" ")).toList();

    assertThat(stages).isEqualTo(STAGES);
    assertThat(StageDiagram.stages(Files.readAllLines(Path.of(page)))).isEqualTo(stages);
  }

  /**
   * Returns the project's own steps, indented by two blanks per level, without the steps inside
   * Beam's transforms.
   */
  private List<String> steps() throws ConfigException, IOException {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    ChangePipeline.following(
            config(),
            SourcePartitions.of(Map.of("users", new SourcePartitions.TopicPartitions(2, 6, ""))))
        .applyTo(pipeline);
    return steps(pipeline);
  }

  private PortageConfig config() throws ConfigException, IOException {
    return ConfigReader.read(
        configuration(),
        Map.of(
            "KAFKA_BOOTSTRAP", "localhost:9092",
            "TOPIC", "users",
            "GROUP", "group",
            "PORTAGE_JDBC_URL", "jdbc:postgresql://localhost/app",
            "PORTAGE_JDBC_USER", "app",
            "PORTAGE_JDBC_PASSWORD", "app",
            "DEAD_LETTERS", "letters"));
  }

  private static List<String> steps(Pipeline pipeline) {
    List<String> steps = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.isRootNode()) {
              return CompositeBehavior.ENTER_TRANSFORM;
            }
            add(node);
            return isOurs(node)
                ? CompositeBehavior.ENTER_TRANSFORM
                : CompositeBehavior.DO_NOT_ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            add(node);
          }

          private void add(TransformHierarchy.Node node) {
            String name = node.getFullName();
            int depth = (int) name.chars().filter(c -> c == '/').count();
            steps.add("  ".repeat(depth) + name.substring(name.lastIndexOf('/') + 1));
          }
        });
    return steps;
  }

  private Path configuration() throws IOException {
    String text = Files.readString(Path.of("..", "data", "scenarios", "users.yaml"));
    return Files.writeString(
        folder.resolve("job.yaml"), text.replace("data/reference/", "../data/reference/"));
  }

  private static boolean isOurs(TransformHierarchy.Node node) {
    return node.getTransform() != null
        && node.getTransform().getClass().getName().startsWith("io.portage.");
  }

  private static List<String> resource(String name) throws IOException {
    return new String(
            GraphShapeTest.class.getResourceAsStream("/" + name).readAllBytes(),
            StandardCharsets.UTF_8)
        .lines()
        .toList();
  }
}
