/** Reads the topics and a sample of their messages for an assessment. Commits nothing. */
@org.jspecify.annotations.NullMarked
package io.portage.assess.messages;
