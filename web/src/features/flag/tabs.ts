import { lazy } from 'react';

// Loaded when they are first shown; targeting, the one that most people come for, is not among them.
export const TesterTab = lazy(() => import('./tester/TesterTab.tsx'));
export const TryTab = lazy(() => import('./tryIt/TryTab.tsx'));
export const TrafficTab = lazy(() => import('./traffic/TrafficTab.tsx'));
export const CallsTab = lazy(() => import('./calls/CallsTab.tsx'));
export const ConversationsTab = lazy(() => import('./conversations/ConversationsTab.tsx'));
export const HistoryTab = lazy(() => import('./history/HistoryTab.tsx'));
export const CodeTab = lazy(() => import('./code/CodeTab.tsx'));
