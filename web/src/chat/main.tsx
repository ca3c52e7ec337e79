import { render } from 'preact';

const place = document.getElementById('chat');
if (place) render(<p>Chat</p>, place);
