package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template's main class, started as Google's launcher starts it. */
class FlexTemplateIT {
  @TempDir private Path folder;

  @Test
  void writesTheJobForTheLauncherAndEndsByItself() throws Exception {
    try (GoogleStandIn google = GoogleStandIn.start()) {
      String config =
          Files.readString(Path.of("runners", "dataflow", "deploy", "users.yaml"))
              .replaceFirst("password: \\{.*}", "password: n0t-hidden");
      google.put("gs://jobs/users.yaml", config);
      google.put("gs://jobs/countries.csv", "country_code,country_name\nDE,Germany\n");
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

      Launch launch = Launch.of(folder, TemplateMain.class, arguments);

      assertThat(launch.code()).describedAs(launch.output()).isZero();
      assertThat(google.jobs()).describedAs("the launcher submits").isEmpty();
      byte[] written = google.objects().get("gs://staging/template_launches/1/job_object");
      assertThat(written).isNotNull();
      JsonNode job = JsonMapper.builder().build().readTree(written);
      assertThat(job.path("name").asText()).isEqualTo("users-from-template");
      assertThat(job.path("type").asText()).isEqualTo("JOB_TYPE_STREAMING");
      // What the submission's test finds no secret with does find one that is there.
      assertThat(SubmittedJob.of(google, job).everything()).contains("n0t-hidden");
    }
  }

  @Test
  void aMistakeIsAnExceptionThatTellsIt() throws Exception {
    try (GoogleStandIn google = GoogleStandIn.start()) {
      google.put("gs://jobs/users.yaml", "name: users\n");
      List<String> arguments = new ArrayList<>(List.of("--config=gs://jobs/users.yaml"));
      arguments.addAll(google.options());

      Launch launch = Launch.of(folder, TemplateMain.class, arguments);

      assertThat(launch.code()).isEqualTo(1);
      assertThat(launch.output()).contains("gs://jobs/users.yaml:1: source: is missing");
    }
  }
}
