package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ApiContractTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyReferenceOfTheDocumentIsDefined() throws Exception {
    JsonNode document = ApiContract.read().document();
    List<String> undefined = new ArrayList<>();
    for (JsonNode reference : document.findValues("$ref")) {
      if (document.at(reference.asText().substring(1)).isMissingNode()) {
        undefined.add(reference.asText());
      }
    }

    assertThat(document.path("openapi").asText()).startsWith("3.1.");
    assertThat(document.findValues("$ref")).isNotEmpty();
    assertThat(undefined).isEmpty();
  }

  @Test
  void everyOperationHasASummaryAndAnswers() throws Exception {
    ApiContract.read()
        .document()
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      assertThat(operation.path("summary").asText()).isNotBlank();
                      assertThat(operation.path("responses").size()).isGreaterThan(1);
                    }));
  }

  @Test
  void findsDifferences() throws Exception {
    ApiContract contract = ApiContract.read();
    assertThat(
            contract.differences(
                "/api/jobs",
                "get",
                200,
                JSON.readTree(
                    "{\"jobs\":[{\"name\":\"a\",\"group\":1}],\"actions\":true,\"x\":0}")))
        .containsExactlyInAnyOrder(
            "$ lacks values", "$.jobs[].group is no string: 1", "$.x is not in the document");
    assertThat(contract.differences("/api/nothing", "get", 200, JSON.readTree("{}")))
        .singleElement()
        .asString()
        .startsWith("no schema");
  }
}
