package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The template's main class, started as Google's launcher starts it. */
@ExtendWith(SandboxExtension.class)
class FlexTemplateIT {
  @TempDir private Path folder;

  @Test
  void writesTheJobForTheLauncherAndEndsByItself(Sandbox sandbox) throws Exception {
    try (GoogleStandIn google = GoogleStandIn.start()) {
      google.hide("projects/portage-test/secrets/kafka-jaas/versions/3", "n0t-the-broker");
      ReachableJob.put(google, sandbox, "n0t-hidden");
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--config=gs://jobs/users.yaml",
                  "--preflight=skip",
                  "--plainSecrets=ok",
                  "--runner=DataflowRunner",
                  "--project=portage-test",
                  "--region=europe-west1",
                  "--jobName=users-from-template",
                  "--stagingLocation=gs://staging/staging",
                  "--tempLocation=gs://staging/temp",
                  "--templateLocation=gs://staging/template_launches/1/job_object"));
      arguments.addAll(google.options());

      Launch launch = Launch.of(folder, TemplateMain.class, google.environment(folder), arguments);

      assertThat(launch.code()).describedAs(launch.output()).isZero();
      assertThat(google.jobs()).describedAs("the launcher submits").isEmpty();
      byte[] written = google.objects().get("gs://staging/template_launches/1/job_object");
      assertThat(written).isNotNull();
      JsonNode job = JsonMapper.builder().build().readTree(written);
      assertThat(job.path("name").asText()).isEqualTo("users-from-template");
      assertThat(job.path("type").asText()).isEqualTo("JOB_TYPE_STREAMING");
      // The search with which the submission's test finds no secret finds one that is there.
      assertThat(SubmittedJob.of(google, job).everything()).contains("n0t-hidden");
    }
  }

  @Test
  void anErrorIsAnExceptionWithAMessage() throws Exception {
    try (GoogleStandIn google = GoogleStandIn.start()) {
      google.put("gs://jobs/users.yaml", "name: users\n");
      List<String> arguments = new ArrayList<>(List.of("--config=gs://jobs/users.yaml"));
      arguments.addAll(google.options());

      Launch launch = Launch.of(folder, TemplateMain.class, google.environment(folder), arguments);

      assertThat(launch.code()).isEqualTo(1);
      assertThat(launch.output()).contains("gs://jobs/users.yaml:1: source: is missing");
    }
  }
}
