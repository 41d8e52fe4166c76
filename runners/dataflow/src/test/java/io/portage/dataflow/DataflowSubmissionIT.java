package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real runner submits one job, in the launcher's process, to a fake of Google's services. */
@ExtendWith(SandboxExtension.class)
class DataflowSubmissionIT {
  private static final Path RESOURCES = Path.of("runners", "dataflow", "src", "test", "resources");

  /** If {@code true}, the test stores the current graph as that of the last release. */
  private static final String ACCEPT = "portage.accept.graph";

  @TempDir private static Path folder;

  private static GoogleStandIn google;
  private static Launch launch;
  private static SubmittedJob submitted;

  @BeforeAll
  static void submit(Sandbox sandbox) throws Exception {
    google = GoogleStandIn.start();
    google.hide("projects/portage-test/secrets/app-db/versions/latest", "n0t-the-database");
    google.hide("projects/portage-test/secrets/kafka-jaas/versions/3", "n0t-the-broker");
    ReachableJob.put(
        google, sandbox, "{secretManager: projects/portage-test/secrets/app-db/versions/latest}");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--config=gs://jobs/users.yaml",
                "--runner=DataflowRunner",
                "--project=portage-test",
                "--region=europe-west1",
                "--tempLocation=gs://staging/temp",
                "--maxNumWorkers=7",
                "--workerMachineType=n2-standard-2",
                "--serviceAccount=portage@portage-test.iam.gserviceaccount.com",
                "--network=vpc",
                "--subnetwork=regions/europe-west1/subnetworks/jobs",
                "--usePublicIps=false",
                "--labels={\"team\":\"data\"}",
                "--experiments=enable_recommendations",
                "--preflight=skip"));
    arguments.addAll(google.options());
    launch = Launch.of(folder, Main.class, google.environment(folder), arguments);
    assertThat(launch.code()).describedAs(launch.output()).isZero();
    assertThat(google.jobs()).hasSize(1);
    submitted = SubmittedJob.of(google, google.jobs().get(0));
  }

  @AfterAll
  static void stop() {
    google.close();
  }

  @Test
  void printsTheJobAndItsPageAndDoesNotWait() {
    assertThat(launch.output())
        .contains("Submitted users as job job-1.")
        .contains("console.cloud.google.com/dataflow/jobs/europe-west1/job-1?project=portage-test")
        .contains("gcloud dataflow jobs drain job-1 --region=europe-west1 --project=portage-test");
    assertThat(google.strange()).isEmpty();
  }

  @Test
  void isAStreamingJobOnRunnerV2AndStreamingEngine() {
    JsonNode environment = submitted.job().path("environment");

    assertThat(submitted.job().path("type").asText()).isEqualTo("JOB_TYPE_STREAMING");
    assertThat(environment.at("/version/job_type").asText()).isEqualTo("FNAPI_STREAMING");
    assertThat(texts(environment.path("experiments")))
        .contains("use_runner_v2", "enable_streaming_engine", "enable_recommendations");
    assertThat(environment.at("/workerPools/0/workerHarnessContainerImage").asText())
        .contains("java17");
  }

  @Test
  void passesTheUsersOptions() {
    JsonNode environment = submitted.job().path("environment");
    JsonNode pool = environment.at("/workerPools/0");

    assertThat(submitted.job().path("name").asText()).isEqualTo("users");
    assertThat(submitted.job().at("/labels/team").asText()).isEqualTo("data");
    assertThat(environment.path("serviceAccountEmail").asText())
        .isEqualTo("portage@portage-test.iam.gserviceaccount.com");
    assertThat(pool.at("/autoscalingSettings/maxNumWorkers").asInt()).isEqualTo(7);
    assertThat(pool.at("/autoscalingSettings/algorithm").asText())
        .isEqualTo("AUTOSCALING_ALGORITHM_BASIC");
    assertThat(pool.path("machineType").asText()).isEqualTo("n2-standard-2");
    assertThat(pool.path("network").asText()).isEqualTo("vpc");
    assertThat(pool.path("subnetwork").asText()).endsWith("subnetworks/jobs");
    assertThat(pool.path("ipConfiguration").asText()).isEqualTo("WORKER_IP_PRIVATE");
    assertThat(submitted.options().path("region").asText()).isEqualTo("europe-west1");
  }

  @Test
  void hasEveryStepUnderItsPinnedName() throws IOException {
    List<String> pinned = new ArrayList<>();
    List<String> path = new ArrayList<>();
    for (String line : resource("/graph.txt").lines().toList()) {
      int depth = (line.length() - line.stripLeading().length()) / 2;
      path = new ArrayList<>(path.subList(0, depth));
      path.add(line.strip());
      pinned.add(String.join("/", path));
    }

    assertThat(submitted.steps()).containsSubsequence(pinned);
  }

  @Test
  void encodesNothingThatOnlyThisReleasesClassesCanRead() {
    List<Coder<?>> coders = GraphText.coders(submitted.graph());

    assertThat(coders)
        .filteredOn(SerializableCoder.class::isInstance)
        .extracting(GraphText::name)
        .noneMatch(name -> name.contains("io.portage"));
    assertThat(coders)
        .filteredOn(coder -> coder.getClass().getName().startsWith("io.portage"))
        .isNotEmpty();
  }

  @Test
  void anUpdateFindsTheGraphOfTheLastRelease() throws IOException {
    Map<String, List<String>> now = GraphText.of(submitted.graph());
    Path file = RESOURCES.resolve("update-compatibility.txt");
    if (Boolean.getBoolean(ACCEPT)) {
      Files.writeString(file, Update.render(now));
    }

    List<String> obstacles = Update.obstacles(Update.parse(Files.readString(file)), now);

    assertThat(obstacles)
        .describedAs(
            "Jobs of the last release cannot be updated to this one. When that is meant, say so in"
                + " the notes of the release and run this test with -D%s=true.",
            ACCEPT)
        .isEmpty();
  }

  @Test
  void containsReferencesToSecretsButNoValues() throws IOException {
    String everything = submitted.everything();

    assertThat(everything)
        .contains("visible-user") // a plain value would be found
        .contains("projects/portage-test/secrets/app-db/versions/latest")
        .contains("projects/portage-test/secrets/kafka-jaas/versions/3")
        .doesNotContain("n0t-the-database")
        .doesNotContain("n0t-the-broker");
  }

  @Test
  void containsNoPathOfTheSubmittingMachine() throws IOException {
    assertThat(submitted.everything())
        .doesNotContain(System.getProperty("user.dir"))
        .doesNotContain(System.getProperty("user.home") + "/")
        .doesNotContain(folder.toString())
        .doesNotContain("file:/")
        .doesNotContain("/tmp/")
        .doesNotContain("runners/dataflow/target");
  }

  @Test
  void stagesTheFilesForWorkersAndNoOtherRunner() {
    assertThat(submitted.files())
        .anyMatch(file -> file.startsWith("portage-pipeline"))
        .anyMatch(file -> file.startsWith("portage-runner-dataflow"))
        .anyMatch(file -> file.startsWith("kafka-clients"))
        .anyMatch(file -> file.startsWith("postgresql"))
        .noneMatch(
            file ->
                file.contains("flink")
                    || file.contains("runners-direct")
                    || file.contains("sandbox")
                    || file.contains("kafka_2")
                    || file.contains("junit")
                    || file.contains("tests"));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), /* parallel= */ false)
        .map(JsonNode::asText)
        .toList();
  }

  private static String resource(String name) throws IOException {
    return new String(
        DataflowSubmissionIT.class.getResourceAsStream(name).readAllBytes(),
        StandardCharsets.UTF_8);
  }
}
