package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.dataflow.model.ParameterMetadata;
import com.google.api.services.dataflow.model.TemplateMetadata;
import io.portage.launcher.Portage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The template's parameters, against the command and against Google's published types. */
class FlexTemplateTest {
  private static final Path DEPLOY = Path.of("deploy");

  /** Options that have no use for a job that only ends when it is drained. */
  private static final Set<String> ONLY_ELSEWHERE =
      Set.of(
          "console", "until", "dead-letters", "detach", "help", "version", "verbose", "log-format");

  @Test
  void hasNoFieldsUnknownToGoogle() throws IOException {
    TemplateMetadata metadata = metadata();

    assertThat(metadata.getUnknownKeys()).isEmpty();
    assertThat(metadata.getParameters()).allMatch(parameter -> unknown(parameter).isEmpty());
    assertThat(metadata.getStreaming()).isTrue();
    assertThat(metadata.getParameters())
        .allSatisfy(
            parameter -> {
              assertThat(parameter.getName()).matches("[a-zA-Z][a-zA-Z0-9]*");
              assertThat(parameter.getLabel()).isNotBlank();
              assertThat(parameter.getHelpText()).endsWith(example(parameter));
              assertThat(parameter.getIsOptional()).isNotNull();
              assertThat(parameter.getParamType()).isIn("TEXT", "GCS_READ_FILE");
              assertThat(parameter.getRegexes()).isNotEmpty();
            });
  }

  @Test
  void itsParametersAreTheOptionsOfTheCommand() throws IOException {
    Set<String> options = new TreeSet<>();
    Matcher names = Pattern.compile("--([a-zA-Z-]+)").matcher(usage());
    while (names.find()) {
      options.add(names.group(1));
    }
    options.removeAll(ONLY_ELSEWHERE);
    // the same option in the spelling of templates
    assertThat(options.remove("plain-secrets")).isTrue();

    assertThat(options)
        .containsExactlyInAnyOrderElementsOf(
            metadata().getParameters().stream().map(ParameterMetadata::getName).toList());
  }

  @Test
  void eachExampleIsAcceptedByItsOwnExpression() throws IOException {
    for (ParameterMetadata parameter : metadata().getParameters()) {
      assertThat(accepts(parameter, example(parameter))).describedAs(parameter.getName()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          config       | gs://my-bucket/users.yml          | true
          config       | gs://my-bucket/a b/users.yaml     | true
          config       | /home/me/users.yaml               | false
          config       | gs://my-bucket                    | false
          config       | gs://My-Bucket/users.yaml         | false
          config       | gs://my-bucket/users.json         | false
          config       | s3://my-bucket/users.yaml         | false
          preflight    | no                                | false
          plainSecrets | yes                               | false
          """)
  void itsExpressionsRejectInvalidArgumentsOfTheCommand(String name, String value, boolean accepted)
      throws IOException {
    ParameterMetadata parameter =
        metadata().getParameters().stream()
            .filter(one -> one.getName().equals(name))
            .findAny()
            .orElseThrow();

    assertThat(accepts(parameter, value)).isEqualTo(accepted);
  }

  @Test
  void theImageHoldsTheMainClassThatItNames() throws Exception {
    String image = Files.readString(DEPLOY.resolve("Dockerfile"));

    assertThat(image).contains("FLEX_TEMPLATE_JAVA_MAIN_CLASS=" + TemplateMain.class.getName());
    assertThat(TemplateMain.class.getMethod("main", String[].class)).isNotNull();
    assertThat(image).contains("FLEX_TEMPLATE_JAVA_CLASSPATH=/template/lib/*");
    assertThat(image.lines().filter(line -> line.startsWith("COPY")))
        .containsExactly(
            "COPY runners/dataflow/target/lib/ /template/lib/",
            "COPY runners/dataflow/target/portage-runner-dataflow.jar /template/lib/");
    assertThat(Files.readString(DEPLOY.resolve("build.sh")))
        .contains("--metadata-file=runners/dataflow/deploy/metadata.json")
        .contains("docker build -f runners/dataflow/deploy/Dockerfile");
    assertThat(Files.isExecutable(DEPLOY.resolve("build.sh"))).isTrue();
  }

  private static Set<String> unknown(GenericJson json) {
    return json.getUnknownKeys().keySet();
  }

  private static TemplateMetadata metadata() throws IOException {
    return GsonFactory.getDefaultInstance()
        .fromString(Files.readString(DEPLOY.resolve("metadata.json")), TemplateMetadata.class);
  }

  private static String example(ParameterMetadata parameter) {
    String help = parameter.getHelpText();
    int at = help.indexOf(" Example: ");
    assertThat(at).describedAs("an example of " + parameter.getName()).isPositive();
    return help.substring(at + " Example: ".length());
  }

  private static boolean accepts(ParameterMetadata parameter, String value) {
    List<String> expressions = parameter.getRegexes();
    return expressions.stream().allMatch(expression -> Pattern.matches(expression, value));
  }

  private static String usage() {
    StringWriter out = new StringWriter();
    Portage.execute(
        new DataflowEngine(),
        new PrintWriter(out, true),
        new PrintWriter(new StringWriter()),
        "run",
        "--help");
    // The options are followed by examples of Beam options.
    return out.toString().split("Every other option is Beam's")[0];
  }
}
