package io.portage.enrich.rest;

import io.portage.config.Credential;
import io.portage.config.FileLocation;
import io.portage.config.Secret;
import io.portage.config.SecretException;
import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceRequest;
import io.portage.config.reference.ReferenceRows;
import io.portage.config.reference.ReferenceSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The answer to a POST: lines of fields that are separated by tabs; the first line has the names.
 *
 * @param url the server
 * @param token the bearer token
 * @param body the file that is sent
 */
record RestSource(String url, Secret token, String body) implements ReferenceSource {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public List<Credential> credentials() {
    return List.of(new Credential("token", token, /* confidential= */ true));
  }

  @Override
  public Map<String, String> urls() {
    return Map.of("url", url);
  }

  @Override
  public Map<String, String> files() {
    return Map.of("body", body);
  }

  @Override
  public void read(ReferenceRequest request, ReferenceRows rows) throws ReferenceException {
    List<String> lines = post().lines().toList();
    rows.columns(List.of(lines.get(0).split("\t", -1)));
    for (int i = 1; i < lines.size(); i++) {
      rows.add(lines.get(i).split("\t", -1), "line " + (i + 1));
    }
  }

  private String post() throws ReferenceException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token.reveal())
              .POST(HttpRequest.BodyPublishers.ofString(FileLocation.text(body)))
              .build();
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ReferenceException("the server answers with status " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new ReferenceException("the server does not answer: " + FileLocation.reasonOf(e), e);
    } catch (SecretException e) {
      throw new ReferenceException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReferenceException("interrupted while reading", e);
    }
  }
}
