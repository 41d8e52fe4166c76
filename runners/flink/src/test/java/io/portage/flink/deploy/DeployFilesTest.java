package io.portage.flink.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.flink.JobMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of the deploy files that need no cluster. */
final class DeployFilesTest {
  private static final String DEPLOYMENT = "flinkdeployment.yaml";

  /** Options that a plugin or the operator reads, not Flink itself. */
  private static final List<String> ELSEWHERE =
      List.of("kubernetes.operator.", "metrics.reporter.prom.");

  @TempDir private Path folder;

  @Test
  void theDeploymentHasNoUnknownField() throws Exception {
    assertThat(problems(deployment())).isEmpty();
  }

  @Test
  void aMisspeltFieldIsFound() throws Exception {
    JsonNode deployment = deployment();
    ((ObjectNode) deployment.at("/spec/job")).put("upgrade_mode", "savepoint");
    ((ObjectNode) deployment.at("/spec/podTemplate/spec")).put("volume", "x");
    ((ObjectNode) deployment.at("/spec")).put("flinkVersion", "v9_99");

    assertThat(problems(deployment)).hasSize(3);
  }

  @Test
  void upgradesBySavepointAndKeepsSecretsOut() throws Exception {
    JsonNode spec = deployment().at("/spec");

    assertThat(spec.at("/job/upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(spec.at("/flinkConfiguration/state.savepoints.dir").asText()).startsWith("s3://");
    assertThat(spec.at("/flinkConfiguration/state.checkpoints.dir").asText()).startsWith("s3://");
    for (JsonNode variable : spec.at("/podTemplate/spec/containers/0/env")) {
      assertThat(variable.has("value")).as(variable.toString()).isFalse();
      assertThat(variable.at("/valueFrom/secretKeyRef/name").asText()).isNotEmpty();
    }
    assertThat(DeployFiles.documents(DEPLOYMENT))
        .noneMatch(document -> document.path("kind").asText().equals("Secret"));
  }

  @Test
  void mountedFilesExist() throws Exception {
    JsonNode pod = deployment().at("/spec/podTemplate/spec");
    Set<String> volumes = new TreeSet<>();
    pod.get("volumes").forEach(volume -> volumes.add(volume.get("name").asText()));
    Map<String, String> mounts = new TreeMap<>();
    pod.at("/containers/0/volumeMounts")
        .forEach(mount -> mounts.put(mount.get("mountPath").asText(), mount.get("name").asText()));

    assertThat(pod.at("/containers/0/name").asText()).isEqualTo("flink-main-container");
    assertThat(volumes).containsExactlyInAnyOrderElementsOf(mounts.values());
    Path config =
        Path.of(deployment().at("/spec/job/args/0").asText().replaceFirst("^--config=", ""));
    assertThat(mounts).containsEntry(config.getParent().toString(), "job");
    assertThat(configMap().at("/data").has(config.getFileName().toString())).isTrue();
    assertThat(pod.at("/volumes/0/configMap/name")).isEqualTo(configMap().at("/metadata/name"));
  }

  @Test
  void theConfigMapContainsAValidJob() throws Exception {
    Path file =
        Files.writeString(folder.resolve("job.yaml"), configMap().at("/data/job.yaml").asText());

    PortageConfig config =
        ConfigReader.read(
            file,
            Map.of(
                "PORTAGE_JDBC_URL", "jdbc:postgresql://db:5432/appdb", "PORTAGE_JDBC_USER", "app"));

    assertThat(config.name()).isEqualTo("users");
  }

  @Test
  void everyOptionExistsInFlink() throws Exception {
    Set<String> known = FlinkOptions.keys();
    List<String> given = new ArrayList<>();
    deployment().at("/spec/flinkConfiguration").fieldNames().forEachRemaining(given::add);
    given.addAll(DeployFiles.flattened(DeployFiles.documents("config.yaml").get(0)).keySet());

    assertThat(given).isNotEmpty();
    assertThat(given)
        .filteredOn(option -> ELSEWHERE.stream().noneMatch(option::startsWith))
        .isSubsetOf(known);
  }

  @Test
  void theImageHoldsTheJarOfThisBuildOnTheSameFlink() throws Exception {
    String dockerfile = DeployFiles.text("Dockerfile");
    String flink = EnvironmentInformation.getVersion();
    JsonNode spec = deployment().at("/spec");

    assertThat(dockerfile)
        .containsPattern("(?m)^FROM flink:" + Pattern.quote(flink) + "-.*java17$");
    assertThat(spec.at("/flinkVersion").asText())
        .isEqualTo("v" + flink.replaceFirst("\\.\\d+$", "").replace('.', '_'));
    Matcher copy = Pattern.compile("(?m)^COPY (\\S+) (\\S+)$").matcher(dockerfile);
    assertThat(copy.find()).isTrue();
    assertThat(copy.group(1)).isEqualTo("runners/flink/target/portage-flink-job.jar");
    assertThat(spec.at("/job/jarURI").asText()).isEqualTo("local://" + copy.group(2));
    assertThat(spec.at("/job/entryClass").asText()).isEqualTo(JobMain.class.getName());
  }

  private static JsonNode deployment() throws Exception {
    return DeployFiles.kind(DEPLOYMENT, "FlinkDeployment");
  }

  private static JsonNode configMap() throws Exception {
    return DeployFiles.kind(DEPLOYMENT, "ConfigMap");
  }

  private static List<String> problems(JsonNode deployment) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(DeployFiles.operatorSchema());
    return schema.validate(deployment).stream().map(Object::toString).toList();
  }
}
