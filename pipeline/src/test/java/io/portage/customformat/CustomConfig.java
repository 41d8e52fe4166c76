package io.portage.customformat;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TableDefaults;
import io.portage.config.yaml.YamlMapping;
import io.portage.model.event.Format;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The format {@code custom-json}.
 *
 * @param ignoresBootstrap true if the rows of a bootstrap are ignored
 */
public record CustomConfig(boolean ignoresBootstrap) implements FormatConfig {
  private static final String NAME = "custom-json";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return new CustomJson(unavailableValuePlaceholder, ignoresBootstrap);
  }

  @Override
  public TableDefaults tableDefaults() {
    return new TableDefaults(BeforeImage.WHOLE, VersionOrder.TIME, MissingColumnPolicy.DEAD_LETTER);
  }

  @Override
  public Optional<String> tableProblem(String from, List<String> topics) {
    return from.matches("[^.]+\\.[^.]+")
        ? Optional.empty()
        : Optional.of("not a source table: '" + from + "' (write database.table)");
  }

  /** The service. */
  public static final class Provider implements FormatProvider {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> keys() {
      return Set.of("custom");
    }

    @Override
    public FormatConfig read(YamlMapping source) {
      YamlMapping section = source.optional("custom").section();
      boolean ignores =
          section.optional("bootstrap").choice(Map.of("apply", false, "ignore", true), false);
      section.finish();
      return new CustomConfig(ignores);
    }
  }
}
