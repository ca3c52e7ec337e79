// The wire, as the Rust types say it.
export type ConversationId = string;
export type MessageId = string;
export type Seq = number;
export type Timestamp = number;
export type Language = 'en' | 'zh';
export type Role = 'visitor' | 'agent' | 'supervisor' | 'admin';
export type Speaker = 'visitor' | 'bot' | 'agent';
export type Stage = 'calm' | 'watch' | 'concern' | 'critical';
export type Topic = 'inbox' | 'conv' | 'board';
export type PhaseName = 'with_bot' | 'waiting' | 'handing_off' | 'with_agent' | 'closed';
export type StateChange = 'opened' | 'waiting' | 'joined' | 'closed' | 'reopened' | 'rated' | 'updated';
export type Code =
  | 'bad_frame' | 'unknown_type' | 'invalid_field' | 'unauthorized' | 'forbidden' | 'origin_refused' | 'not_found'
  | 'conflict' | 'floor_moved' | 'closed' | 'wrong_phase' | 'at_capacity' | 'id_reused' | 'too_large' | 'rate_limited'
  | 'overloaded' | 'storage_unavailable' | 'hello_expected' | 'draining' | 'slow_consumer' | 'no_heartbeat'
  | 'session_ended' | 'internal';
export type WaitCause = 'asked' | 'bot_missed' | 'triage' | 'released' | 'agent_lost';
export type CloseCause = 'visitor' | 'resolved' | 'idle';
export type AlertKind = 'anger' | 'threat' | 'distress';
export type Unscored = 'no_model' | 'overload' | 'failed';
export type FactKind = 'order' | 'amount' | 'date';

export interface Customer { name?: string; email?: string; language: Language; page?: string; page_title?: string; device?: string }
export type Party = { who: 'visitor' } | { who: 'bot' } | { who: 'staff'; id: string; name: string } | { who: 'system' };
export type Reason =
  | { code: 'rising'; turns: number } | { code: 'angry'; p: number } | { code: 'abuse' } | { code: 'asked_for_person' }
  | { code: 'legal_threat' } | { code: 'publicity_threat' } | { code: 'churn' } | { code: 'distress' }
  | { code: 'bot_missed'; times: number } | { code: 'repeated'; times: number } | { code: 'staff_decision' };
export interface Sentiment { negative: number; neutral: number; positive: number }
export interface Emotions {
  anger: number; disgust: number; fear: number; joy: number; sadness: number; surprise: number; optimism: number; neutral: number;
}
export interface Risks {
  abuse: number; human: number; churn: number; legal: number; publicity: number; distress: number; complaint: number;
  gratitude: number; sarcasm: number;
}
export interface Span { start: number; end: number; weight: number }
export interface Provenance { model: string; engine: string; policy: string }
export interface Score {
  language?: Language; anger: number; level: number; sentiment: Sentiment; emotions: Emotions; risks: Risks;
  confidence: number; spans: Span[]; by: Provenance;
}
export type Scoring = ({ outcome: 'scored' } & Score) | { outcome: 'not_scored'; why: Unscored };
export interface Belief { fast: number; slow: number; level: number; stage: Stage; below: number; turns: number; at: Timestamp }
export interface AlertState {
  id: string; kind: AlertKind; stage: Stage; reasons: Reason[]; message: Seq; raised_at: Timestamp;
  acknowledged?: { by: Party; at: Timestamp };
}
export interface HandoffPacket {
  hash: string; up_to: Seq; why: Reason[]; customer: Customer; wants: { seq: Seq; text: string }[];
  facts: { kind: FactKind; text: string; seq: Seq }[]; tried: { seq: Seq; article?: string }[];
  curve: { seq: Seq; at: Timestamp; anger?: number; belief?: number }[]; turning_point?: Seq; stage: Stage;
}
export interface Summary {
  conv: ConversationId; site: string; visitor: string; visitor_name?: string; language: Language; phase: PhaseName;
  agent?: string; agent_name?: string; stage: Stage; belief?: number; trend: number; last_seq: Seq; last_public: Seq;
  preview: string; last_by: Party; last_at: Timestamp; opened_at: Timestamp; waiting_since?: Timestamp;
  unanswered_since?: Timestamp; alert?: AlertState; unscored: number;
}
export type BotAct = { act: 'greeted' } | { act: 'answered'; article: string } | { act: 'missed' } | { act: 'handed_over'; cause: WaitCause };
export type Event =
  | { kind: 'opened'; site: string; visitor: string; customer: Customer }
  | { kind: 'said'; id: MessageId; text: string; bot?: BotAct; quick_replies?: string[] }
  | { kind: 'noted'; id: MessageId; text: string }
  | { kind: 'scored'; message: Seq; scoring: Scoring; belief: Belief }
  | { kind: 'stage_changed'; from: Stage; to: Stage; reasons: Reason[]; message: Seq }
  | { kind: 'alert_raised'; alert: string; about: AlertKind; stage: Stage; reasons: Reason[]; message: Seq }
  | { kind: 'alert_acknowledged'; alert: string }
  | { kind: 'queued'; cause: WaitCause; reasons: Reason[] }
  | { kind: 'offered'; agent: string; name: string; packet: HandoffPacket; epoch: number; expires_at: Timestamp }
  | { kind: 'offer_ended'; agent: string; declined: boolean }
  | { kind: 'accepted'; agent: string; name: string; epoch: number }
  | { kind: 'rated'; score: number; text?: string }
  | { kind: 'customer_updated'; customer: Customer }
  | { kind: 'closed'; cause: CloseCause }
  | { kind: 'reopened'; epoch: number };

export type ScoringStatus = { scoring: 'on'; model: string; engine: string } | { scoring: 'off'; why: string };
export interface VisitorConversation { conv: ConversationId; head: Seq; phase: PhaseName; agent_name?: string }
export type Me =
  | { visitor: string; site: string }
  | { staff: string; name: string; email: string; available: boolean; capacity: number; language: Language };
export interface Welcome {
  session: string; resumed: boolean; role: Role; me: Me; heartbeat_ms: number; conv?: VisitorConversation; epoch: string;
  scoring?: ScoringStatus; server: string; now: Timestamp;
}
export interface AgentLoad {
  staff: string; name: string; online: boolean; available: boolean; load: number; capacity: number; hot: number; hottest: Stage;
}
export interface Board {
  now: Timestamp; with_bot: number; waiting: number; longest_wait_ms: number; with_agent: number;
  stages: { calm: number; watch: number; concern: number; critical: number }; agents: AgentLoad[]; scoring: ScoringStatus;
}
export type ServerFrame =
  | ({ t: 'welcome' } & Welcome)
  | { t: 'pong'; now: Timestamp }
  | { t: 'ack'; id: string; conv?: ConversationId; seq?: Seq; at?: Timestamp; dup?: boolean }
  | { t: 'nack'; id?: string; code: Code; field?: string; rule?: string; retry_ms?: number }
  | { t: 'history'; id: string; conv: ConversationId; items: ServerFrame[]; more: boolean; head: Seq }
  | { t: 'msg'; conv: ConversationId; seq: Seq; at: Timestamp; id: MessageId; from: Speaker; name?: string; text: string; quick_replies?: string[] }
  | { t: 'state'; conv: ConversationId; seq: Seq; at: Timestamp; what: StateChange; name?: string }
  | { t: 'queue'; conv: ConversationId; position: number }
  | { t: 'event'; conv: ConversationId; seq: Seq; at: Timestamp; by: Party; event: Event }
  | { t: 'conv'; summary: Summary }
  | { t: 'offer'; summary: Summary; packet: HandoffPacket; epoch: number; expires_at: Timestamp }
  | { t: 'alert'; summary: Summary; alert: AlertState }
  | ({ t: 'board' } & Board)
  | { t: 'typing'; conv: ConversationId; who: Speaker; name?: string; on: boolean }
  | { t: 'receipt'; conv: ConversationId; who: Speaker; seq: Seq }
  | { t: 'bye'; code: Code; retry_ms?: number };
export interface Resume { session: string; received: number }
type ById = { id: string; conv: ConversationId };
export type ClientFrame =
  | { t: 'hello'; token?: string | null; ticket?: string | null; resume?: Resume | null; language?: Language | null }
  | { t: 'ping'; received: number }
  | ({ t: 'history'; after?: Seq | null; before?: Seq | null; limit?: number | null } & ById)
  | { t: 'typing'; conv: ConversationId; on: boolean }
  | { t: 'read'; conv: ConversationId; seq: Seq }
  | { t: 'open'; id: string; customer?: Customer | null }
  | ({ t: 'msg'; text: string } & ById)
  | ({ t: 'human' } & ById)
  | ({ t: 'customer'; customer: Customer } & ById)
  | ({ t: 'rate'; score: number; text?: string | null } & ById)
  | ({ t: 'end' } & ById)
  | ({ t: 'note'; text: string } & ById)
  | ({ t: 'claim' } & ById) | ({ t: 'decline' } & ById) | ({ t: 'release' } & ById) | ({ t: 'resolve' } & ById) | ({ t: 'reopen' } & ById)
  | ({ t: 'alert_ack'; alert: string } & ById)
  | { t: 'me'; id: string; available: boolean }
  | { t: 'sub'; id: string; topic: Topic; conv?: ConversationId | null }
  | { t: 'unsub'; id: string; topic: Topic; conv?: ConversationId | null };
