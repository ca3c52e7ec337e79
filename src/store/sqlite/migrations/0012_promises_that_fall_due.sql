-- Ended conversations with promises still to be kept, by when the first of them falls due. What goes on stands in no row
-- of it, so that a conversation's every change costs no more than before.

CREATE INDEX conversation_owing ON conversation (json_extract(summary, '$.promises[0].due'), id)
    WHERE phase = 'closed' AND json_extract(summary, '$.promises[0].due') IS NOT NULL;
