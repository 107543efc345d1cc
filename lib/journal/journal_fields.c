#include <ecom/journal.h>

const struct word JOURNAL_SEVERITY_WORDS[] = {
	[FINDING_ERROR] = { "error", "错误" },
	[FINDING_WARNING] = { "warning", "警告" },
	{ NULL },
};

static const struct field FIELDS[] = {
	{ "check", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct finding, check), NULL, "which check found it" },
	{ "severity", FIELD_WORD, 0, FIELD_AT(struct finding, severity), NULL, "how bad it is",
	  JOURNAL_SEVERITY_WORDS },
	{ "subject", FIELD_TEXT, 0, FIELD_AT(struct finding, subject), NULL, "key of what is wrong" },
	{ "field", FIELD_TEXT, 0, FIELD_AT(struct finding, field), NULL, "the field that is wrong" },
	{ "expected", FIELD_TEXT, 0, FIELD_AT(struct finding, expected), NULL, "what it should be" },
	{ "actual", FIELD_TEXT, 0, FIELD_AT(struct finding, actual), NULL, "what it is" },
	{ "reason", FIELD_TEXT, 0, FIELD_AT(struct finding, reason), NULL, "the finding in words" },
	{ NULL },
};

const struct record_type journal_finding_type = { "finding", "something a check found wrong in the store",
						  sizeof(struct finding), FIELDS };
