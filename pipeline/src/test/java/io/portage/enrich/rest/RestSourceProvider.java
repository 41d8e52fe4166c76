package io.portage.enrich.rest;

import io.portage.config.Secret;
import io.portage.config.reading.SecretReader;
import io.portage.config.reference.ReferenceSource;
import io.portage.config.reference.ReferenceSourceProvider;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.Optional;

/** Reads {@code rest: {url, token, body}}. */
public final class RestSourceProvider implements ReferenceSourceProvider {
  @Override
  public String key() {
    return "rest";
  }

  @Override
  public Optional<ReferenceSource> read(YamlValue section) {
    YamlMapping settings = section.section();
    YamlValue url = settings.required("url");
    Secret token = SecretReader.read(settings.required("token"));
    Optional<String> body = settings.required("body").optionalText();
    settings.finish();
    String address = url.text();
    if (!address.isEmpty() && !address.startsWith("http")) {
      url.reject("not an HTTP URL (write http://host:port/path)");
      return Optional.empty();
    }
    return body.map(file -> new RestSource(address, token, file));
  }
}
