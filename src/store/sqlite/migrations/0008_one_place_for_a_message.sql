-- A message touches one page of the log: the keys that stood beside it, (conversation, message_id) and
-- (conversation, public), had two more pages rewritten with each. That an id stands once follows from the place: whoever
-- may append has read everything before it. And that an event is about feedback is said by whoever writes it, instead of
-- being read out of its JSON.

DROP INDEX event_message;
DROP INDEX event_public;

ALTER TABLE event ADD COLUMN feedback INTEGER CHECK (feedback = 1);
UPDATE event SET feedback = 1
WHERE CASE WHEN json_valid(body) THEN json_extract(body, '$.event.kind') IN ('sampled', 'judged', 'alert_raised')
   OR (json_extract(body, '$.event.kind') = 'alert_closed' AND json_extract(body, '$.event.how') = 'false_alarm') END;

DROP INDEX event_feedback;
CREATE INDEX event_feedback ON event (at, conversation, seq) WHERE feedback IS NOT NULL;
