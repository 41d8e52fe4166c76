package io.portage.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A whole job.
 *
 * @param name the job's name
 * @param source where changes come from
 * @param latest windows and lateness
 * @param references reference data by name, in file order
 * @param tables what goes where, in file order
 * @param target the database
 * @param deadLetters where to put what cannot be used
 */
public record PortageConfig(
    String name,
    SourceConfig source,
    LatestConfig latest,
    Map<String, ReferenceConfig> references,
    List<TableConfig> tables,
    TargetConfig target,
    DeadLetterConfig deadLetters)
    implements Serializable {}
