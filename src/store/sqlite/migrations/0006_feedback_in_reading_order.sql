-- The log was written anew, and its index of the events about feedback went with the old one.
CREATE INDEX event_feedback ON event (at, conversation, seq)
    WHERE CASE WHEN json_valid(body) THEN json_extract(body, '$.event.kind') IN ('sampled', 'judged', 'alert_raised')
       OR (json_extract(body, '$.event.kind') = 'alert_closed' AND json_extract(body, '$.event.how') = 'false_alarm') END;
