package io.portage.decode.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.portage.config.Secret;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryConfig.StoreFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that requires a certificate of its clients. */
class RegistryTlsTest {
  private static final Secret PASSWORD = Secret.of("changeit");

  @TempDir private Path folder;

  @Test
  void theClientShowsItsCertificate() throws Exception {
    StoreFile store = new StoreFile(certificate().toString(), PASSWORD);
    SSLContext context =
        RegistryTls.context(new RegistryAccess(null, null, null, store, store)).orElseThrow();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters required = context.getDefaultSSLParameters();
            required.setNeedClientAuth(true);
            parameters.setSSLParameters(required);
          }
        });
    server.createContext(
        "/subjects",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'[', ']'});
          exchange.close();
        });
    server.start();
    String url = "https://127.0.0.1:" + server.getAddress().getPort();
    try {
      assertThat(problems(url, store, store)).isEmpty();
      assertThat(problems(url, null, store))
          .hasEntrySatisfying(
              "registry",
              problem -> assertThat(problem).startsWith("the schema registry is unavailable: GET"));
    } finally {
      server.stop(0);
    }
  }

  private static Map<String, String> problems(
      String url, @Nullable StoreFile keystore, StoreFile truststore) {
    return SchemaRegistries.problems(
        new RegistryConfig(
            url,
            WireForm.CONFLUENT,
            false,
            new RegistryAccess(null, null, null, keystore, truststore),
            Duration.ZERO));
  }

  /** Creates a certificate that signs itself, for server and client. */
  private Path certificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "registry",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-dname",
                "CN=registry",
                "-ext",
                "san=ip:127.0.0.1")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return store;
  }
}
